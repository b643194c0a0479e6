namespace Cimarron.Exploration.Studies;

/// <summary>A piece of work of a study whose result is kept.</summary>
/// <param name="Key">Work with equal keys is the same.</param>
/// <param name="Label">What it is, for the progress line.</param>
/// <param name="IsDone">Whether its result is there already.</param>
/// <param name="Run">Does it and stores the result; when cancelled, what is finished.</param>
internal sealed record StudyWork(string Key, string Label, Func<bool> IsDone, Action<CancellationToken> Run);
