@main
struct Explainctl {
    static func main() {}
}
