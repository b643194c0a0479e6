namespace Cimarron.DualMode.Segmentation;

/// <summary>Cycles that switching takes, and which ways to reach a state it makes superfluous.</summary>
internal sealed class SwitchTimes(DualModeChip chip)
{
    private readonly double _toMemory = chip.SwitchToMemoryCycles;
    private readonly double _toCompute = chip.SwitchToComputeCycles;

    /// <summary>Cycles to get from so many memory arrays to so many.</summary>
    public double Between(int from, int to) => to >= from ? (to - from) * _toMemory : (from - to) * _toCompute;

    /// <summary>Whether no label of a state is as good as one that would be new, even after switching; then those that the new one beats are dropped.</summary>
    public bool Admits(List<Label> labels, double cost, int memory, int used)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            var other = labels[i];
            if (other.Cost + Between(other.Memory, memory) <= cost && other.Used <= used)
            {
                return false;
            }
        }

        for (var i = labels.Count - 1; i >= 0; i--)
        {
            if (cost + Between(memory, labels[i].Memory) <= labels[i].Cost && used <= labels[i].Used)
            {
                labels.RemoveAt(i);
            }
        }

        return true;
    }
}
