/// The version of the HTTP API.
public enum APIVersion {}
