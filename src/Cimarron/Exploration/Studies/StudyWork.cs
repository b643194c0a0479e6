namespace Cimarron.Exploration.Studies;

/// <summary>A piece of work of a study whose result is kept.</summary>
/// <param name="Key">Work with equal keys is the same.</param>
/// <param name="Label">What it is, for the progress line.</param>
/// <param name="IsDone">Whether its result is there already.</param>
/// <param name="Run">Does it and stores the result; when cancelled, what is finished.</param>
internal sealed record StudyWork(string Key, string Label, Func<bool> IsDone, Action<CancellationToken> Run)
{
    /// <summary>Work whose answer is a record in a cache under its key. Work that is stopped stores nothing, so the next run asks again.</summary>
    public static StudyWork Stored<T>(ResultCache cache, string key, string label, Func<CancellationToken, T> answer)
        where T : class => new(key, label, () => cache.Find<T>(key) is not null, token =>
        {
            try
            {
                cache.Store(key, answer(token));
            }
            catch (OperationCanceledException)
            {
                // Nothing to keep.
            }
        });
}
