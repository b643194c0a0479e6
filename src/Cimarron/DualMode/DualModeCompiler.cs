using System.Collections.Immutable;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Packaging;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;
using Cimarron.Inference.Quantisation;
using Cimarron.Mappers;
using Cimarron.Workloads;

namespace Cimarron.DualMode;

/// <summary>Compiles networks for dual-mode chips: lowering, segments, arrays, program.</summary>
public static class DualModeCompiler
{
    /// <summary>
    /// The fastest plan over every way to divide the heads of attention into groups. The answer does not depend on the number of threads.
    /// </summary>
    /// <param name="network">The network; its values are not needed.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">What the compiler may do.</param>
    /// <param name="threads">Worker threads, ≥ 1.</param>
    /// <param name="progress">Told of every way to divide attention that is finished, on the working threads.</param>
    /// <param name="cancellation">Stops the compilation.</param>
    /// <exception cref="DiagnosticException">The network has no matrix operator, or does not fit the chip.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Plan Plan(Network network, DualModeChip chip, CompileOptions options, int threads = 1, IProgress<CompileProgress>? progress = null, CancellationToken cancellation = default)
    {
        // The paper divides no attention, and its model gains nothing from it.
        var choices = options.Cost.Model == CostModelKind.Physical ? NetworkLowering.HeadGroupChoices(network) : [1];
        var (segmenters, plans) = (new Segmenter[choices.Length], new Plan?[choices.Length]);
        var done = 0;
        progress?.Report(new CompileProgress(0, choices.Length, null));

        // Many groups take longest to prepare, so they begin; then what may be fastest begins, and what cannot be is left out.
        Workers.Run([.. Enumerable.Range(0, choices.Length).Reverse()], threads, Prepare, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Workers.Run([.. Enumerable.Range(0, choices.Length).OrderBy(i => segmenters[i].Least)], threads, Try, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return plans.Where(p => p is not null).MinBy(p => p!.Cycles)!;

        void Prepare(int i) => segmenters[i] = Segmenter.Prepare(Computing(NetworkLowering.Lower(network, choices[i])), chip, options, cancellation);

        void Try(int i)
        {
            plans[i] = segmenters[i].Run(() => plans.Min(p => p?.Cycles) ?? double.PositiveInfinity);
            progress?.Report(new CompileProgress(Interlocked.Increment(ref done), choices.Length, plans.Min(p => p?.Cycles)));
        }
    }

    /// <summary>The fastest plan of a lowered network.</summary>
    /// <exception cref="DiagnosticException">The network has no matrix operator, or does not fit the chip.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Plan Plan(DualNetwork network, DualModeChip chip, CompileOptions options, CancellationToken cancellation = default) =>
        Segmenter.Run(Computing(network), chip, options, cancellation);

    /// <summary>Plans and writes the program of a quantised network, with its constant arrays.</summary>
    /// <exception cref="DiagnosticException">The network does not fit the chip.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static (Plan Plan, MetaProgram Program, ProgramData Data) Compile(QuantizedGraph graph, DualModeChip chip, CompileOptions options, CancellationToken cancellation = default)
    {
        var plan = Plan(QuantizedLowering.Lower(graph), chip, options, cancellation);
        return (plan, ProgramWriter.Write(plan), QuantizedData.Of(graph));
    }

    /// <summary>The network, unless it has nothing for the arrays.</summary>
    internal static DualNetwork Computing(DualNetwork network) => network.Operators.Any(o => o.IsMatrix) ? network : throw NothingToPlan(network.Name);

    internal static DiagnosticException NothingToPlan(string network) =>
        new(Diagnostic.Error("CIM0814", "the network has no matrix operator, so there is nothing for the arrays", field: network, hint: "see `cimarron models show`"));
}
