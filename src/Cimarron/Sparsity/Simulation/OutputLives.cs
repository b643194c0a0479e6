namespace Cimarron.Sparsity.Simulation;

/// <summary>From which step to which step outputs are unfinished, and whether the output buffer holds them all that long (rules §6).</summary>
internal sealed class OutputLives
{
    private readonly Dictionary<int, int> first = [];
    private readonly Dictionary<int, int> last = [];
    private readonly List<HashSet<int>> outputs = [];

    public OutputLives(LayerWalk walk)
    {
        foreach (var step in walk.Placed.Steps)
        {
            HashSet<int> touched = [.. step.SelectMany(m => m.RowGroups).SelectMany(r => r.Outputs)];
            foreach (var output in touched)
            {
                first.TryAdd(output, outputs.Count);
                last[output] = outputs.Count;
            }

            outputs.Add(touched);
        }

        // Outputs are born and finished step by step; those alive in a step share the buffer.
        HashSet<int> alive = [];
        for (var step = 0; step < outputs.Count; step++)
        {
            alive.UnionWith(outputs[step]);
            Fits &= walk.Shape.Vectors * alive.Count * walk.Chip.AccumulatorBits <= walk.Chip.OutputBufferBits;
            alive.RemoveWhere(o => last[o] == step);
        }
    }

    /// <summary>Whether partial sums stay in the output buffer.</summary>
    public bool Fits { get; } = true;

    /// <summary>Outputs of a step whose partial sums have to be fetched.</summary>
    public int Fetched(int step) => Fits ? 0 : outputs[step].Count(o => first[o] < step);

    /// <summary>Outputs of a step whose partial sums are put away.</summary>
    public int PutAway(int step) => Fits ? 0 : outputs[step].Count(o => last[o] > step);

    /// <summary>Outputs of a step that are finished by it.</summary>
    public int Finished(int step) => outputs[step].Count(o => last[o] == step);
}
