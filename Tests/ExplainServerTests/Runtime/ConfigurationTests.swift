import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ConfigurationTests {
    private func load(
        _ arguments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) throws(ConfigurationError) -> Configuration {
        try Configuration.load(arguments: arguments, environment: environment) { _ throws(FileError) in
            guard let file else { throw .missing }
            return Array(file.utf8)
        }
    }

    private func failure(
        _ arguments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) -> ConfigurationError? {
        do {
            _ = try load(arguments, environment: environment, file: file)
            return nil
        } catch {
            return error
        }
    }

    @Test func nothingSaidGivesTheDefaults() throws {
        let configuration = try load()
        #expect(configuration == Configuration())
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8080)
        #expect(configuration.modelsFolder == "Fixtures/models")
        #expect(configuration.dataFolder == "./explaind-data")
    }

    @Test func flagsBeatTheEnvironmentWhichBeatsTheFile() throws {
        let file = #"{"port": 1, "cache_bytes": "1KiB", "job_queue": 7, "allow_anonymous": true}"#
        let environment = ["EXPLAIND_PORT": "2", "EXPLAIND_CACHE_BYTES": "2KiB", "EXPLAIND_CONFIG": "c.json"]
        let configuration = try load(["--port", "3"], environment: environment, file: file)
        #expect(configuration.port == 3)
        #expect(configuration.cacheBytes == 2048)
        #expect(configuration.jobQueueCapacity == 7)
        #expect(configuration.allowsAnonymous)
        #expect(configuration.configurationFile == "c.json")
    }

    @Test func theBoundOfLeafTablesIsASetting() throws {
        #expect(try load().leafTableBytes == 256 << 20)
        #expect(try load(["--leaf-table-bytes", "0"]).leafTableBytes == 0)
        #expect(try load(environment: ["EXPLAIND_LEAF_TABLE_BYTES": "8MiB"]).leafTableBytes == 8 << 20)
        #expect(try load(["--config", "c.json"], file: #"{"leaf_table_bytes": "1GiB"}"#).leafTableBytes == 1 << 30)
        #expect(throws: ConfigurationError.self) { try load(["--leaf-table-bytes", "-1"]) }
    }

    @Test(arguments: [["--port", "0"], ["--port=0"], ["--http_port", "0"], ["--http_port=0"], ["--http-port=0"]])
    func bothSpellingsOfAFlagAreRead(_ arguments: [String]) throws {
        #expect(try load(arguments).port == 0)
    }

    @Test func everyOptionTakesItsDefaultBack() throws {
        for option in Configuration.options {
            guard let text = option.defaultText(Configuration()), text.first?.isNumber == true,
                !text.contains("thread")
            else { continue }
            #expect(try load(["--\(option.name)=\(text)"]) == Configuration(), "--\(option.name)")
        }
    }

    /// The table of all coalitions of one more player is beyond the planner's memory.
    @Test func enumerationEndsWhereItsTableFits() throws {
        #expect(try load(["--max-exact-players", "25"]).maximumEnumerationPlayers == 25)
        #expect(failure(["--max-exact-players", "26"]) != nil)
        #expect(8 << 25 == PlannerLimits().maximumMemoryBytes)
    }

    @Test func theBudgetEndsWhereSamplingDoes() throws {
        #expect(try load(["--max-budget", "4194304"]).maximumBudget == 4_194_304)
        #expect(failure(["--max-budget", "4194305"]) != nil)
    }

    @Test func optionNamesAreUnique() {
        let names = Configuration.options.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(CommandLineArguments.ignoredKServeArguments.isDisjoint(with: names))
    }

    @Test(arguments: [
        ("1", 1), ("65536", 65_536), ("64KiB", 65_536), ("8MiB", 8_388_608), ("2GiB", 2_147_483_648), ("12B", 12),
    ])
    func sizesCarryUnits(_ text: String, _ bytes: Int) throws {
        #expect(ConfigurationValue.bytes(text) == bytes)
    }

    @Test(arguments: ["", "-1", "+1", "1.5", " 1", "1 ", "KiB", "1kb", "0x10", "9999999999999999999", "9999999999GiB"])
    func badSizesAreRefused(_ text: String) {
        #expect(ConfigurationValue.bytes(text) == nil)
    }

    @Test(arguments: [
        (["--port", "70000"], "--port: '70000' is not a port number from 0 to 65535"),
        (["--http_port=x"], "--http_port: 'x' is not a port number from 0 to 65535"),
        (["--log-level", "loud"], "--log-level: 'loud' is not debug, info, warning or error"),
        (["--job-workers=0"], "--job-workers: '0' is not a whole number from 1 to 256"),
        (["--models="], "--models: '' is not a text that is not empty"),
        (
            ["--max-body-bytes=1"],
            "--max-body-bytes: '1' is not a number of bytes from 1KiB to 4GiB, such as 65536, 64KiB or 8MiB"
        ),
        (["--port"], "--port needs a value: a port number from 0 to 65535"),
        (["--port", "--check"], "--port needs a value: a port number from 0 to 65535"),
        (["--modles", "x"], "unknown flag --modles; did you mean --models?"),
        (["--qqqqqq"], "unknown flag --qqqqqq; see --help"),
        (["serve"], "'serve' belongs to no flag; see --help"),
        (["--check=yes"], "--check: 'yes' is not allowed: it is a switch without a value"),
        (["--allow-anonymous=maybe"], "--allow-anonymous: 'maybe' is not true or false"),
    ])
    func badFlagsAreNamedWithWhatIsExpected(_ arguments: [String], _ message: String) {
        #expect(failure(arguments)?.message == message)
    }

    @Test func badVariablesAreNamed() {
        let error = failure(environment: ["EXPLAIND_JOB_QUEUE": "many"])
        #expect(error?.message == "EXPLAIND_JOB_QUEUE: 'many' is not a whole number from 1 to 1000000000")
    }

    @Test(arguments: [
        ("[]", "the configuration file c.json is not usable: it must be a JSON object"),
        ("{\"port\": [1]}", "c.json: port: 'null, array or object' is not a port number from 0 to 65535"),
        ("{\"port\": 80.5}", "c.json: port: '80.5' is not a port number from 0 to 65535"),
        ("{\"prot\": 1}", "the configuration file c.json has an unknown member 'prot'; did you mean port?"),
        (
            "{\"port\": 1, \"port\": 2}",
            "the configuration file c.json is not usable: port: the key \"port\" occurs twice (byte 12)"
        ),
    ])
    func badFilesAreNamedWithThePlace(_ file: String, _ message: String) {
        #expect(failure(["--config", "c.json"], file: file)?.message == message)
    }

    @Test func missingFileIsNamed() {
        #expect(failure(["--config=gone.json"]) == .unreadableFile("gone.json", .missing))
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.1.2", "example.org", "127.0.0.1.example.org", "127.0.0", "127.0.0.256"])
    func othersMayNotReachAnOpenServerUnlessItIsSaid(_ host: String) throws {
        #expect(failure(["--host", host]) == .openToOthers(host: host))
        #expect(try load(["--host", host, "--allow-anonymous"]).host == host)
    }

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
    func loopbackNeedsNoPermission(_ host: String) throws {
        #expect(try load(["--host", host]).isLoopback)
    }

    @Test func tokensAreRefusedWithARemedy() {
        #expect(failure(["--tokens", "t"])?.message.hasPrefix("--tokens is not available in this version") == true)
        #expect(failure(environment: ["EXPLAIND_TOKENS": "t"]) != nil)
        #expect(failure(["--config=c.json"], file: #"{"tokens": "t"}"#) != nil)
    }

    @Test func argumentsOfKServeAreAcceptedWithAWarning() throws {
        let arguments = ["--model_name", "m", "--predictor_host=h:80", "--http_port", "9000", "--workers", "1"]
        let configuration = try load(arguments)
        #expect(configuration.port == 9000)
        #expect(
            configuration.warnings == [
                "--model_name is accepted for KServe and ignored",
                "--predictor_host is accepted for KServe and ignored",
                "--workers is accepted for KServe and ignored",
            ])
    }

    @Test func variablesOfKubernetesAreNoSettings() throws {
        let configuration = try load(environment: [
            "EXPLAIND_PORT": "tcp://10.0.0.1:8080", "EXPLAIND_SERVICE_HOST": "10.0.0.1",
            "EXPLAIND_PORT_8080_TCP": "tcp://10.0.0.1:8080", "EXPLAIND_URL": "http://127.0.0.1:1",
            "EXPLAIND_MODLES": "x",
        ])
        #expect(configuration.port == 8080)
        #expect(configuration.warnings.count == 2)
        #expect(configuration.warnings.last?.contains("EXPLAIND_MODLES") == true)
    }

    @Test(arguments: [
        (["--check"], Configuration.Command.check), (["--version", "--check"], .version), (["-h", "--version"], .help),
        (["--help", "--host", "0.0.0.0"], .help), ([], .serve),
    ])
    func commandsAreFound(_ arguments: [String], _ command: Configuration.Command) throws {
        #expect(try load(arguments).command == command)
    }

    @Test func helpNamesEveryFlagWithItsDefault() {
        let text = Configuration.helpText
        for option in Configuration.options {
            #expect(text.contains("  --\(option.name)"))
        }
        #expect(text.contains("--max-body-bytes BYTES            request body; beyond: 413 (default: 8MiB)\n"))
        #expect(text.contains("--help, -h"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
}
