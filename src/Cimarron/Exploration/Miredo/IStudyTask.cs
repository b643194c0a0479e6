namespace Cimarron.Exploration.Miredo;

/// <summary>A piece of work of a study whose result is kept in the study's cache.</summary>
internal interface IStudyTask
{
    /// <summary>Tasks with equal keys are the same work.</summary>
    string Key { get; }

    /// <summary>What it is, for the progress line.</summary>
    string Label { get; }

    /// <summary>Whether its result is there already.</summary>
    bool IsDone(StudyContext context);

    /// <summary>Does the work and stores the result; when cancelled, what is finished.</summary>
    void Run(StudyContext context, CancellationToken cancellationToken);
}
