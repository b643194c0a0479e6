using Cimarron.DualMode;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Simulation;

namespace Cimarron.Tests.DualMode.Simulation;

/// <summary>Cycles by hand for every rule, and against a closed form on random programs.</summary>
public sealed class ProgramTimerTests
{
    /// <summary>One cycle a step, so that streams of <see cref="HandWritten.Rows"/> take longest.</summary>
    private static readonly DualModeChip Fast = SmallChip.Chip with { StepCycles = 1 };

    [Fact]
    public void The_chain_takes_363_cycles()
    {
        var result = ProgramTimer.Run(HandWritten.Program("chain"), SmallChip.Chip);

        // Switch 2·3; read 72 B / 32 b; load 4·16 over 2·90 B / 32 b; 16/2 rows · 8 over (16·18 + 16·5)·8 b / (96 + 16); load 80·10 B / 32 b over 10·16; 8; 10 B / 32 b.
        result.ByKind.ShouldBe(new CycleTotals(Switch: 6, Read: 18, Write: 3, Load: 64 + 200, Compute: 64 + 8));
        result.Cycles.ShouldBe(363);
        (result.SwitchesToMemory, result.SwitchesToCompute).ShouldBe((2, 0));
        (result.ExternalBytesRead, result.ExternalBytesWritten, result.WeightBytesWritten).ShouldBe((72, 10, 180 + 800));
        result.Macs.ShouldBe(16 * 18 * 5 + 80 * 10);
        result.Utilisation.ShouldBe(2240.0 * 8 / (12 * 16 * 8 * 363), 1e-12);
        result.Segments.Length.ShouldBe(2);
        result.Segments[0].ShouldBe(new SegmentTiming
        {
            Name = "conv1..flat",
            Path = "6",
            Start = 0,
            Iterations = 1,
            Cycles = new CycleTotals(6, 18, 0, 64, 64),
            ComputeArrays = 4,
            MemoryArrays = 2,
            Macs = 1440,
            Utilisation = result.Segments[0].Utilisation,
        });
        result.Segments[1].Start.ShouldBe(152);
        result.Segments[1].Cycles.ShouldBe(new CycleTotals(0, 0, 3, 200, 8));
        (result.Segments[1].ComputeArrays, result.Segments[1].MemoryArrays).ShouldBe((10, 1));
    }

    [Fact]
    public void Packed_weights_take_fewer_tiles_and_bring_their_index()
    {
        const string Text = """
            program "packed" chip "small"
            tensor x : i8[1,80] input
            tensor y : i8[1,12] output
            operator fc : M=1 N=80 K=12 groups=1 pack=1 input=x output=y packed(N=40,K=10,width=12,moved=60,index=100)
            code {
              EXT.read(x, 0-79)
              CIM.write(fc, tiles 0-5, arrays 0-5)
              parallel "fc" {
                CIM.mvm(fc, tiles 0-5, arrays 0-5)
              }
              EXT.write(y, 0-11)
            }

            """;
        var program = ProgramParser.Parse(Text, "packed");
        var result = ProgramTimer.Run(program, SmallChip.Chip);

        // 16, 16 and 8 rows by 8 and 2 columns: 400 weights, 32 + 32 + 16 + 8 + 8 + 4 bits of index over 32 b; 60 inputs and 12 results over 96 b; 12 B out.
        ProgramValidator.Check(program, SmallChip.Chip).ShouldBeEmpty();
        ProgramPrinter.Print(program).ShouldBe(Text);
        result.ByKind.ShouldBe(new CycleTotals(Switch: 0, Read: 20, Write: 3, Load: 104, Compute: 8));
        ProgramTimer.Run(program, Fast).ByKind.Compute.ShouldBe(6);
        (result.WeightBytesWritten, result.Macs).ShouldBe((413, 400));
    }

    [Theory]
    [InlineData("width=12", "width=3", "strips of 3 columns end within tiles of 8")]
    [InlineData("K=10", "K=13", "packed weights are out of range")]
    [InlineData("moved=60", "moved=81", "packed weights are out of range")]
    [InlineData("input=x output=y packed", "input=x stationary=x output=y packed", "an operand that is produced at run time is not packed")]
    public void Packed_weights_must_fit(string text, string replacement, string message)
    {
        var program = "program \"packed\" chip \"small\" tensor x : i8[1,80] input tensor y : i8[1,12] output operator fc : M=1 N=80 K=12 groups=1 pack=1 input=x output=y packed(N=40,K=10,width=12,moved=60,index=100) code { }";

        program.ShouldContain(text);
        ProgramValidator.Check(ProgramParser.Parse(program.Replace(text, replacement, StringComparison.Ordinal), "packed"), SmallChip.Chip).ShouldContain(v => v.ToString().Contains(message));
    }

    [Fact]
    public void Streams_carry_inputs_results_and_partial_sums()
    {
        var result = ProgramTimer.Run(HandWritten.Program("rows"), Fast);

        // All rows: 8·(3·40 + 3·8) / 96. Upper rows: 8·3·32 + 32·3·8 out. Last row: 8·3·8 + 32·3·8 in + 8·3·8 out. Two at once: 576 and 816 bits.
        result.Segments.Select(s => s.Cycles.Compute).ShouldBe([12, 16, 12, 9]);
        ProgramTimer.Run(HandWritten.Program("rows"), Fast with { SharesMainBandwidth = true }).Segments.Select(s => s.Cycles.Compute).ShouldBe([12, 16, 12, 17]);
    }

    [Fact]
    public void Arrays_of_tensors_add_bandwidth_that_is_not_shared()
    {
        // fc of the chain: 720 bits; one array via f.
        var chip = Fast with { ArrayBitsPerCycle = 24 };
        ProgramTimer.Run(HandWritten.Program("chain"), chip).Segments[1].Cycles.Compute.ShouldBe(6);
        var without = ProgramParser.Parse(HandWritten.Chain.Replace(", via f", "", StringComparison.Ordinal), "f");
        ProgramTimer.Run(without, chip).Segments[1].Cycles.Compute.ShouldBe(8);

        // Attention, projections: three operators of 8·(4·16 + 4·16) = 1024 bits share 96: 3·1024 / 96.
        ProgramTimer.Run(HandWritten.Program("attention"), Fast with { SharesMainBandwidth = true }).Segments[0].Cycles.Compute.ShouldBe(32);
    }

    [Fact]
    public void Vector_operators_take_their_elements()
    {
        // 80 elements, four of five features: 64 of them.
        var chip = Fast with { VectorWidth = 1 };
        ProgramTimer.Run(HandWritten.Program("chain"), chip).Segments[0].Cycles.Compute.ShouldBe(80);
        ProgramTimer.Run(HandWritten.Program("chain"), chip with { VectorWidth = 0 }).Segments[0].Cycles.Compute.ShouldBe(27);
        var part = ProgramParser.Parse(HandWritten.Chain.Replace("VEC.run(relu1, 0-4)", "VEC.run(relu1, 0-3)", StringComparison.Ordinal).Replace("VEC.run(flat, 0-79)", "", StringComparison.Ordinal), "f");
        ProgramTimer.Run(part, chip).Segments[0].Cycles.Compute.ShouldBe(64);
    }

    [Fact]
    public void Operators_load_side_by_side_and_copies_cross_the_bus_once_if_multicast()
    {
        // Attention: three operators, two arrays of 128 B each: 2·16 cycles side by side, or 3·2·128·8 bits / bus.
        ProgramTimer.Run(HandWritten.Program("attention"), SmallChip.Chip).Segments[0].Cycles.Load.ShouldBe(192);
        ProgramTimer.Run(HandWritten.Program("attention"), SmallChip.Chip with { ExternalBitsPerCycle = 4096 }).Segments[0].Cycles.Load.ShouldBe(32);

        // Chain: two copies of 90 B in 16·4 cycles; a slow bus takes 1440 bits, or 720.
        var slow = SmallChip.Chip with { ExternalBitsPerCycle = 5 };
        ProgramTimer.Run(HandWritten.Program("chain"), slow).Segments[0].Cycles.Load.ShouldBe(288);
        ProgramTimer.Run(HandWritten.Program("chain"), slow with { MulticastsWrites = true }).Segments[0].Cycles.Load.ShouldBe(144);
    }

    [Fact]
    public void Packed_tiles_carry_only_their_diagonal_blocks()
    {
        // Written: two groups of 8 × 4 in a tile.
        var result = ProgramTimer.Run(HandWritten.Program("written"), SmallChip.Chip with { ExternalBitsPerCycle = 4 });

        result.Segments[1].Cycles.Load.ShouldBe(2 * 8 * 4 * 8 / 4);
        result.Segments[1].Macs.ShouldBe(4 * 2 * 8 * 4);
    }

    [Fact]
    public void In_place_operands_cost_their_switch_alone()
    {
        var result = ProgramTimer.Run(HandWritten.Program("attention"), SmallChip.Chip);

        // Four arrays to compute at 2, the tile of op: 16 · 5 B, and 5 to memory at 3 before.
        result.Segments[1].Cycles.ShouldBe(new CycleTotals(Switch: 8, Read: 0, Write: 16, Load: 20, Compute: 32));
        result.Segments[1].MemoryArrays.ShouldBe(1);
        (result.SwitchesToMemory, result.SwitchesToCompute).ShouldBe((5, 4));
    }

    [Fact]
    public void Repeated_blocks_are_multiplied()
    {
        var once = HandWritten.Repeated.Replace("repeat 3 carry g -> h", "repeat 1", StringComparison.Ordinal);
        long Cycles(int count) => ProgramTimer.Run(ProgramParser.Parse(once.Replace("repeat 1", $"repeat {count}", StringComparison.Ordinal), "f"), SmallChip.Chip).Cycles;

        var result = ProgramTimer.Run(HandWritten.Program("repeated"), SmallChip.Chip);

        var step = Cycles(2) - Cycles(1);
        result.Cycles.ShouldBe(Cycles(1) + (2 * step));
        Cycles(1_000_000_000).ShouldBe(Cycles(1) + (999_999_999 * step));
        ProgramTimer.Run(HandWritten.Program("unrolled"), SmallChip.Chip).Cycles.ShouldBe(result.Cycles);
        result.Segments.Select(s => (s.Name, s.Iterations)).ShouldBe([("", 1), ("product", 3), ("activation", 3), ("head", 1)]);
        result.Segments.Sum(s => s.Cycles.Total * s.Iterations).ShouldBe(result.Cycles);
        result.Segments[3].Start.ShouldBe(result.Cycles - result.Segments[3].Cycles.Total);
        result.Timeline.Single(e => e.Kind == TimelineEventKind.Repeat).Cycles.ShouldBe(3 * step);
    }

    [Fact]
    public void What_would_take_for_ever_is_an_error()
    {
        var forever = HandWritten.Repeated.Replace("repeat 3 carry g -> h {", "repeat 2147483647 { repeat 2147483647 { repeat 2147483647 {", StringComparison.Ordinal).Replace("    MEM.free(t)", "}}", StringComparison.Ordinal);

        Should.Throw<DiagnosticException>(() => ProgramTimer.Run(ProgramParser.Parse(forever, "f"), SmallChip.Chip)).Diagnostics[0].Code.ShouldBe("CIM0891");
        Should.Throw<DiagnosticException>(() => ProgramTimer.Run(HandWritten.Program("chain"), SmallChip.Chip with { Rows = 1000 })).Diagnostics[0].Code.ShouldBe("CIM0890");
        Should.Throw<OperationCanceledException>(() => ProgramTimer.Run(HandWritten.Program("chain"), SmallChip.Chip, new CancellationToken(true)));
    }

    [Fact]
    public void Timelines_are_capped_and_say_so()
    {
        var program = HandWritten.Program("chain");
        var read = new ExternalRead("x", new Part(0, 1));
        var result = ProgramTimer.Run(program with { Code = [.. Enumerable.Repeat<Statement>(read, 10_500)] }, SmallChip.Chip);

        result.Timeline.Length.ShouldBe(ProgramTimer.MaxTimelineEvents);
        result.TimelineEvents.ShouldBe(10_500);
        result.Cycles.ShouldBe(10_500 * 9);
        result.Timeline[7].ShouldBe(new TimelineEvent(TimelineEventKind.Read, "8", "x", 63, 9, 0));
    }

    [Fact]
    public void Shared_loads_end_when_the_bus_or_the_slowest_operator_does()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var streams = Enumerable.Range(0, random.Next(1, 9)).Select(n => new LoadStream($"{n}", random.Next(1, 100_000), random.Next(0, 5) * random.Next(1, 400))).ToArray();
            var bus = random.Next(1, 500);

            var ends = LoadWalk.Ends(streams, bus);

            ends.Max().ShouldBe(Math.Max(streams.Max(s => s.LeastCycles), (streams.Sum(s => s.Bits) + bus - 1) / bus));
            ends.Zip(streams).ShouldAllBe(p => p.First >= p.Second.LeastCycles && p.First * bus >= p.Second.Bits);
        }
    }

    [Fact]
    public void Random_programs_take_the_closed_form()
    {
        var random = new Random(17);
        for (var i = 0; i < 400; i++)
        {
            var chip = SmallChip.Chip with
            {
                StepCycles = random.Next(1, 10),
                ExternalBitsPerCycle = random.Next(1, 100),
                InternalBitsPerCycle = random.Next(0, 200),
                ArrayBitsPerCycle = random.Next(0, 50),
                WriteCycles = random.Next(0, 50),
                VectorWidth = random.Next(0, 20),
                SharesMainBandwidth = random.Next(2) == 0,
                MulticastsWrites = random.Next(2) == 0,
            };
            var program = new RandomNetworks(i, chip).Next();
            if (random.Next(2) == 0)
            {
                program = program with { Code = [.. program.Code, new RepeatBlock(random.Next(2, 9), [], program.Code)] };
            }

            var result = ProgramTimer.Run(program, chip);

            result.Cycles.ShouldBe(new ClosedFormTime(program, chip).Of(program.Code), ProgramPrinter.Print(program));
            result.ByKind.Total.ShouldBe(result.Cycles);
            result.Segments.Sum(s => s.Cycles.Total * s.Iterations).ShouldBe(result.Cycles);
        }
    }
}
