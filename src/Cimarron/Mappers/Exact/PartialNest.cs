using Cimarron.Costs;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Exact;

/// <summary>A label with some anchors applied: what the next loop is wrapped around.</summary>
internal sealed class PartialNest(ChipSearchTables chip, MovePricer pricer, TimerMatrix work)
{
    private const int Output = (int)Operand.Output;

    private readonly int[] _states = new int[Operands.Count];

    /// <summary>The inner nest's timing, packed.</summary>
    public double[] Matrix { get; } = new double[work.Stride * work.Stride];

    public int Timers { get; private set; }

    public int Tile { get; private set; }

    public double Energy { get; private set; }

    public long Shared { get; private set; }

    public ReadOnlySpan<int> States => _states;

    public OperandState State(int operand) => chip.States[operand].States[_states[operand]];

    public void Load(ref Label label, ReadOnlySpan<double> matrix, int timers)
    {
        matrix.CopyTo(Matrix);
        Timers = timers;
        Tile = label.Tile;
        Energy = label.Energy;
        Shared = label.Shared;
        _states[0] = label.Input;
        _states[1] = label.Weight;
        _states[2] = label.Output;
    }

    /// <summary>Applies a run of anchors; false when a level overflows.</summary>
    public bool TryApply(AnchorStep[] plan)
    {
        foreach (var (operand, move) in plan)
        {
            if (!pricer.TryPrice(operand, _states[operand], move, Tile, out var priced))
            {
                return false;
            }

            LoadWork(
                operand == 0 && priced.NewTimer,
                operand == 1 && priced.NewTimer,
                operand == Output && priced.NewTimer);
            _states[operand] = priced.State;
            Shared += priced.Shared;
            Energy += priced.Energy;
            WrapWork(
                _states[0],
                _states[1],
                _states[Output],
                operand == 0 ? priced.Cycles : 0,
                operand == 1 ? priced.Cycles : 0,
                operand == Output ? priced.Cycles : 0,
                1);
            Timers = work.Timers;
            work.Store(Matrix);
        }

        return true;
    }

    /// <summary>Loads the working matrix, with a new timer at the end of the operands that get one.</summary>
    public void LoadWork(bool newInput, bool newWeight, bool newOutput)
    {
        var input = State(0).Timers;
        var weight = input + State(1).Timers;
        work.Load(Matrix, Timers, newInput ? input : -1, newWeight ? weight : -1, newOutput ? Timers : -1);
    }

    /// <summary>Wraps a loop around the working matrix, whose timers are already those of the given states.</summary>
    public void WrapWork(int input, int weight, int output, double inputCycles, double weightCycles, double outputCycles, int size)
    {
        var i = chip.States[0].States[input];
        var w = chip.States[1].States[weight];
        var o = chip.States[Output].States[output];
        var weightOffset = i.Timers;
        var outputOffset = weightOffset + w.Timers;
        work.Fetch(i.Source, i.Target, inputCycles, !i.IsLast && i.Double);
        work.Fetch(weightOffset + w.Source, weightOffset + w.Target, weightCycles, !w.IsLast && w.Double);
        var isDouble = !o.IsLast && o.Double;
        if (isDouble && outputCycles > 0)
        {
            work.RepeatDoubleOutput(size, outputOffset + o.Source, outputOffset + o.Target, outputCycles, outputCycles);
            return;
        }

        work.Fetch(outputOffset + o.Source, outputOffset + o.Target, outputCycles, isDouble);
        if (!isDouble)
        {
            work.Delay(outputOffset + o.Source, outputCycles);
        }

        work.Repeat(size);
    }
}
