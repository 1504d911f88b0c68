import ExplainCore

/// Distinct rows of the demonstration model `diabetes`, as request bodies.
enum DiabetesRows {
    static func bodies(count: Int, budget: Int = 300) throws -> [String] {
        (0..<count).map { index in
            let row =
                "[\(20 + index % 60),\(1 + index % 2),\(18 + Double(index % 37) / 2),\(70 + index % 45),"
                + "\(120 + index),\(60 + index),\(30 + index % 50),\(2 + Double(index % 7) / 2),"
                + "\(3 + Double(index % 31) / 10),\(70 + index % 40)]"
            return #"{"instances":[\#(row)],"parameters":{"method":"kernel_shap","budget":\#(budget)}}"#
        }
    }
}
