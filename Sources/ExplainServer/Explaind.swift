@main
struct Explaind {
    static func main() {}
}
