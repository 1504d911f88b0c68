/// Predicts rows of a background in which some columns have the values of one instance.
///
/// A model has one where it can prepare the instance and the background once, and then put rows together from what it has
/// prepared. Its answers are the bits that ``Model/predict(_:space:into:)`` gives for the same rows.
public protocol HybridPredictor: Sendable {
    /// Predicts the rows of all pieces, one piece after the other.
    ///
    /// Shape: `outputs` has room for as many rows as the pieces have, times the outputs of the space asked for.
    ///
    /// - Throws: ``ModelError/notFinite(row:)``, where rows count from the first piece's first.
    func predict(_ pieces: [HybridPiece], into outputs: inout MutableSpan<Double>) throws(ModelError)
}
