namespace Cimarron.DualMode.Simulation;

/// <summary>What the chip does in a stretch of time.</summary>
public enum TimelineEventKind
{
    /// <summary>Switches modes of arrays.</summary>
    Switch,

    /// <summary>Reads from external memory.</summary>
    Read,

    /// <summary>Writes to external memory.</summary>
    Write,

    /// <summary>Loads tiles of an operator.</summary>
    Load,

    /// <summary>Runs a matrix operator.</summary>
    Compute,

    /// <summary>Runs a vector operator.</summary>
    Vector,

    /// <summary>All iterations of a repeated block; the events of the first one follow it.</summary>
    Repeat,
}
