using Cimarron.Mappings;
using Cimarron.Workloads;

namespace Cimarron.Tests.Properties;

/// <summary>The mapping an enumeration is at. One instance is reused for all: read it inside the callback, or make a mapping of it.</summary>
internal sealed class BruteForceCandidate(Layer layer)
{
    /// <summary>The layer.</summary>
    public Layer Layer { get; } = layer;

    /// <summary>Spatial loops in use.</summary>
    public List<SpatialLoop> Spatial { get; } = [];

    /// <summary>Dimensions and sizes of the temporal loops, outermost first.</summary>
    public List<(Dim Dim, int Size)> Loops { get; } = [];

    /// <summary>Per operand the level of each loop.</summary>
    public int[][] Levels { get; } = new int[Operands.Count][];

    /// <summary>Per operand a bit for each double-buffered level.</summary>
    public int[] Doubled { get; } = new int[Operands.Count];

    /// <summary>The candidate as a mapping of its own.</summary>
    public Mapping ToMapping() => new()
    {
        Layer = Layer,
        Spatial = [.. Spatial],
        Temporal = [.. Loops.Select((loop, index) => new TemporalLoop(loop.Dim, loop.Size, Levels[0][index], Levels[1][index], Levels[2][index]))],
        DoubleBuffered =
        [
            .. from operand in Operands.All
               from level in Enumerable.Range(0, 31)
               where (Doubled[(int)operand] >> level & 1) != 0
               select new BufferFlag(level, operand),
        ],
    };
}
