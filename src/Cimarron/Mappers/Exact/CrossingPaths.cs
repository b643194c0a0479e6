using Cimarron.Costs;

namespace Cimarron.Mappers.Exact;

/// <summary>
/// The longest paths through all runs of a nest by where they begin and end: anywhere, or at the timers through which operands reach the
/// nest and leave it. What happens before the first run and after the last is added later, once the loop around the nest is known.
/// </summary>
internal struct CrossingPaths
{
    private double _anywhere;
    private double _fromInput;
    private double _fromWeight;
    private double _fromOutput;
    private double _toOutput;
    private double _inputToOutput;
    private double _weightToOutput;
    private double _outputToOutput;

    public static CrossingPaths None => new()
    {
        _anywhere = MaxPlus.None,
        _fromInput = MaxPlus.None,
        _fromWeight = MaxPlus.None,
        _fromOutput = MaxPlus.None,
        _toOutput = MaxPlus.None,
        _inputToOutput = MaxPlus.None,
        _weightToOutput = MaxPlus.None,
        _outputToOutput = MaxPlus.None,
    };

    /// <summary>Adds the paths that spend the runs in between on one timer.</summary>
    /// <param name="row">Longest way to the timer in the first run.</param>
    /// <param name="input">The way to it from the input's timer.</param>
    /// <param name="weight">The way to it from the weights' timer.</param>
    /// <param name="output">The way to it from the outputs' timer.</param>
    /// <param name="column">Longest way from the timer, through the runs in between and the last one.</param>
    /// <param name="end">The same way to the outputs' timer.</param>
    public void Add(double row, double input, double weight, double output, double column, double end)
    {
        _anywhere = Math.Max(_anywhere, row + column);
        _fromInput = Math.Max(_fromInput, input + column);
        _fromWeight = Math.Max(_fromWeight, weight + column);
        _fromOutput = Math.Max(_fromOutput, output + column);
        _toOutput = Math.Max(_toOutput, row + end);
        _inputToOutput = Math.Max(_inputToOutput, input + end);
        _weightToOutput = Math.Max(_weightToOutput, weight + end);
        _outputToOutput = Math.Max(_outputToOutput, output + end);
    }

    /// <summary>The longest path when operands arrive after some cycles and outputs take as long to leave as they took to arrive.</summary>
    public readonly double Longest(double input, double weight, double output) =>
        Math.Max(
            Math.Max(Math.Max(_anywhere, output + _fromOutput), Math.Max(input + _fromInput, weight + _fromWeight)),
            output + Math.Max(Math.Max(_toOutput, output + _outputToOutput), Math.Max(input + _inputToOutput, weight + _weightToOutput)));
}
