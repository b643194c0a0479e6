using System.Globalization;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation.Values;
using Cimarron.Inference.Arrays;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary>The outputs of all samples, and how many are right.</summary>
internal sealed class ValueCollector(MetaProgram program, long[]? labels, int count)
{
    private readonly ProgramTensor[] _outputs = [.. program.Tensors.Where(t => t.Role == TensorRole.Output)];
    private readonly Dictionary<string, float[]> _values = [];
    private int _done;
    private int _right;

    private bool HasLabels => labels is not null && labels.Length == count && _outputs.Length == 1;

    /// <summary>The accuracy so far, for the progress line.</summary>
    public string SoFar => HasLabels && _done > 0 ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * _right / _done:0.0} % right so far") : "";

    public void Add(IReadOnlyDictionary<string, byte[]> outputs)
    {
        foreach (var tensor in _outputs)
        {
            var size = (int)tensor.Elements;
            if (!_values.TryGetValue(tensor.Name, out var all))
            {
                _values[tensor.Name] = all = new float[checked(size * count)];
            }

            var bytes = outputs[tensor.Name];
            for (var i = 0; i < size; i++)
            {
                all[(_done * size) + i] = Rounding.Steps(bytes[i], tensor) * tensor.Scale!.Value;
            }

            if (HasLabels)
            {
                var sample = all.AsSpan(_done * size, size);
                _right += Largest(sample) == labels![_done] ? 1 : 0;
            }
        }

        _done++;
    }

    /// <summary>The outputs in real values, samples along the first axis.</summary>
    public Dictionary<string, NpyArray> Arrays() => _outputs.ToDictionary(
        t => t.Name, t => NpyArray.Of(_values[t.Name], t.Shape is [1, .. var rest] ? [count, .. rest] : [count, .. t.Shape]), StringComparer.Ordinal);

    public List<(string Value, string Meaning)> Headlines(TimeSpan elapsed, string? file)
    {
        var lines = new List<(string, string)>();
        if (HasLabels)
        {
            lines.Add((string.Create(CultureInfo.InvariantCulture, $"{100.0 * _right / count:0.0} %"), string.Create(CultureInfo.InvariantCulture, $"top-1: {_right} of {count} samples, by running the program")));
        }

        lines.Add((count.ToString("N0", CultureInfo.InvariantCulture), $"samples executed in {Numbers.Duration(elapsed)}{(file is null ? "" : $", outputs written to {file}")}"));
        return lines;
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
