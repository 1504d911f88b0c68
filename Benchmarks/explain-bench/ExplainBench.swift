@main
struct ExplainBench {
    static func main() {}
}
