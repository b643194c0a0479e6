using System.Collections.Immutable;
using System.Globalization;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>A vector operator with its tensors, and its attributes by type.</summary>
internal sealed record VectorRequest(ProgramVector Vector, ImmutableArray<ProgramTensor> Inputs, ProgramTensor Output, ProgramData Data)
{
    public double Number(string name, double fallback) => Numbers(name) is { } list ? Single(name, list) : fallback;

    public double Number(string name) => Numbers(name) is { } list ? Single(name, list) : throw Bad($"the attribute '{name}' is missing");

    public int Integer(string name, int fallback) => Integers(name) is { } list ? Single(name, list) : fallback;

    public int[]? Integers(string name) => Numbers(name) is { } list
        ? Array.ConvertAll(list, x => x == Math.Floor(x) && Math.Abs(x) <= int.MaxValue ? (int)x : throw Bad($"the attribute '{name}' holds whole numbers"))
        : null;

    public double[]? Numbers(string name)
    {
        if (!Vector.Attributes.TryGetValue(name, out var text))
        {
            return null;
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(words, w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && !double.IsNaN(x)
            ? x
            : throw Bad($"the attribute '{name}' holds numbers separated by blanks"));
    }

    /// <summary>The constant array that an attribute names, or null.</summary>
    public DataArray? Constant(string name)
    {
        if (!Vector.Attributes.TryGetValue(name, out var text))
        {
            return null;
        }

        return text.StartsWith('@') && Data.Arrays.TryGetValue(text[1..], out var array) ? array : throw Bad($"the attribute '{name}' names a constant array as @name, and '{text}' is none");
    }

    /// <summary>An axis of the first input, counted from the front.</summary>
    public int Axis(string name, int fallback) => Axis(Integer(name, fallback), Inputs[0].Shape.Length, name);

    public int Axis(int axis, int rank, string name) => axis >= -rank && axis < rank ? (axis + rank) % rank : throw Bad($"'{name}' {axis} is no axis of {rank} dimensions");

    public void RequireInputs(int count) => Require(Inputs.Length == count, $"it takes {count} tensors, {Inputs.Length} are given");

    public void RequireShape(IReadOnlyCollection<int> shape) =>
        Require(Output.Shape.SequenceEqual(shape), $"the output would be [{string.Join(',', shape)}], it is declared as [{string.Join(',', Output.Shape)}]");

    public void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw Bad(message);
        }
    }

    public DiagnosticException Bad(string message) => ProgramRunner.Bad(message, $"vector operator '{Vector.Name}' ({Vector.Operation})");

    private T Single<T>(string name, T[] list) => list.Length == 1 ? list[0] : throw Bad($"the attribute '{name}' is one number");
}
