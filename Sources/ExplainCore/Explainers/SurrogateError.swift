/// Why there is no plan for a local surrogate.
public enum SurrogateError: Error, Equatable {
    /// The exact limit of LIME reads the trees of a model, and this model has none.
    case limitNeedsTrees
    /// The exact limit of LIME explains the margin, and in this space the model's output is not the margin.
    case limitMarginOnly(space: OutputSpace)
    /// A setting of the surrogate was given to another method.
    case settingOfLIME(SurrogateSettings.Name, method: RequestedMethod)
    /// The players are limited, and not to be selected.
    case limitWithoutSelection
    /// A setting is out of range.
    case badSetting(SurrogateSettings.Name)
}
