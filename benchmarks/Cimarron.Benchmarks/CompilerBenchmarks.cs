using BenchmarkDotNet.Attributes;
using Cimarron.DualMode;
using Cimarron.DualMode.Baselines;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Emission;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Segmentation;
using Cimarron.Workloads;

namespace Cimarron.Benchmarks;

/// <summary>Time and allocation of compiling a network for dual-mode arrays, on one thread, and of the baseline.</summary>
[MemoryDiagnoser]
public class CompilerBenchmarks
{
    private readonly DualModeChip _chip = DualModeChipLibrary.Load("dynaplasia");
    private Network _network = NetworkLoader.Load("resnet18");

    /// <summary>The network, as the tool names it.</summary>
    [Params("resnet50", "bert-large:seq=64", "llama2-7b:prefill=64")]
    public string Model { get; set; } = "resnet50";

    [GlobalSetup]
    public void Load() => _network = NetworkLoader.Load(Model);

    /// <summary>The exact plan, over every way to divide attention.</summary>
    [Benchmark]
    public Plan Compile() => DualModeCompiler.Plan(_network, _chip, new CompileOptions());

    /// <summary>The plan in the manner of CIM-MLC.</summary>
    [Benchmark(Baseline = true)]
    public Plan CimMlc() => BaselinePlanner.Plan(NetworkLowering.Lower(_network), _chip, BaselineKind.CimMlc, new CostSettings());

    /// <summary>The program of the exact plan.</summary>
    [Benchmark]
    public int Write() => ProgramWriter.Write(Compile()).Code.Length;
}
