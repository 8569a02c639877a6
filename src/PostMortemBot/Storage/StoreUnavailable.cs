namespace PostMortemBot.Storage;

/// <summary>
/// The store cannot take or give anything now: disk full, I/O error, file locked by somebody else. Nothing of the wish was stored, so nothing may be acknowledged.
/// It mends itself without a restart once the cause is gone. Endpoints answer events with 503 and people with <em>Not saved</em>.
/// </summary>
internal sealed class StoreUnavailable(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What is stored cannot be trusted: a damaged file, a fact whose digest does not fit, a file of a newer version. A person has to look; the message says how.</summary>
internal sealed class StoreDamaged(string message, Exception? cause = null) : Exception(message, cause);
