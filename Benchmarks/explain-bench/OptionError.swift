/// Why a command line makes no sense.
enum OptionError: Error, CustomStringConvertible {
    /// No option has this name.
    case unknown(String)
    /// The option stands at the end, without its value.
    case valueMissing(String)
    /// A value that the option does not take.
    case badValue(String, String)

    var description: String {
        switch self {
        case .unknown(let option): "there is no option \(option); see --help"
        case .valueMissing(let option): "\(option) needs a value; see --help"
        case .badValue(let value, let option): "\(option) does not take \(value); see --help"
        }
    }
}
