namespace Cimarron.DualMode.Programs.Checking;

/// <summary>What an operator or vector operator has done in the current iteration.</summary>
internal sealed class Work
{
    private readonly Dictionary<int, int> rows = [];

    /// <summary>Features of the output that are finished.</summary>
    public PartSet Done { get; set; }

    /// <summary>Counts the iterations; tiles of an earlier one are stale.</summary>
    public int Version { get; private set; }

    /// <summary>Whether anything has been computed in this iteration.</summary>
    public bool HasStarted => !Done.IsEmpty || rows.Count > 0;

    /// <summary>Tile rows accumulated in an unfinished tile column.</summary>
    public int RowsOf(int line) => rows.GetValueOrDefault(line);

    public void SetRows(int line, int count)
    {
        if (count == 0)
        {
            rows.Remove(line);
        }
        else
        {
            rows[line] = count;
        }
    }

    public void NextIteration()
    {
        rows.Clear();
        Done = default;
        Version++;
    }
}
