using System.Collections.Immutable;
using Cimarron.Inference.Quantisation;
using Cimarron.Sparsity.Masks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Profiles;
using Cimarron.Tests.Tool;
using Cimarron.Workloads;

namespace Cimarron.Tests.Sparsity.Profiles;

public sealed class ProfileMeterTests
{
    private static readonly QuantizedTensor Input = new() { Name = "x", Shape = [2, 4], Scale = 1, ZeroPoint = 0, IsUnsigned = true };

    [Fact]
    public void A_bit_counts_where_it_is_zero_in_all_rows_of_a_group()
    {
        // Two vectors, groups {0, 1} and {2, 3}: 1|2 = 3, 4|4 = 4, 0|0 = 0, 3|8 = 11.
        var shares = Measure(Product(4), Input, [1, 2, 4, 4, 0, 0, 3, 8], FlexBlock.Dense, null, 2);
        shares.Select(s => s.Zero).ShouldBe([2, 2, 3, 3, 4, 4, 4, 4]);
        shares.ShouldAllBe(s => s.Total == 4);
    }

    [Fact]
    public void Signed_bytes_are_seen_from_their_smallest_value()
    {
        // −128 is the pattern 0, −127 is 1.
        var shares = Measure(Product(4), Input with { IsUnsigned = false, ZeroPoint = -128 }, [0x80, 0x80, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80], FlexBlock.Dense, null, 2);
        shares.Select(s => s.Zero).ShouldBe([3, 4, 4, 4, 4, 4, 4, 4]);
    }

    [Fact]
    public void Pruned_rows_are_not_looked_at()
    {
        // Rows 1 and 3 stay and form one group: 2|4 = 6 and 0|8 = 8.
        var pattern = PatternLibrary.Parse("row-wise@0.5");
        var mask = new LayerMask(new MatrixShape("m", 4, 3, 1, 2, 1), pattern, [0b1010], null);
        var shares = Measure(Product(4), Input, [1, 2, 4, 4, 0, 0, 3, 8], pattern, mask, 2);
        shares.Select(s => s.Zero).ShouldBe([2, 1, 1, 1, 2, 2, 2, 2]);
        shares.ShouldAllBe(s => s.Total == 2);
    }

    [Fact]
    public void A_selected_input_needs_all_rows_it_is_selected_from()
    {
        // 1:2 packs rows {0, 1} and {2, 3} to one slot each; a group of one slot sees both rows of its block.
        var pattern = PatternLibrary.Parse("1:2");
        var mask = new LayerMask(new MatrixShape("m", 4, 3, 1, 2, 1), pattern, null, new uint[6]);
        Measure(Product(4), Input, [1, 2, 4, 4, 0, 0, 3, 8], pattern, mask, 1).Select(s => s.Zero).ShouldBe([2, 2, 3, 3, 4, 4, 4, 4]);
    }

    [Fact]
    public void Windows_of_an_image_are_unfolded_and_padded_with_the_zero_point()
    {
        // A kernel of 3 × 1 over (1, 2) with a zero (5) above and below: windows (5, 1, 2) and (1, 2, 5), one group of three rows each.
        var layer = new Layer { H = 2, P = 2, R = 3, Padding = new Padding(1, 0, 1, 0) };
        var conv = Product(3) with { Convolution = layer };
        var shares = Measure(conv, Input with { Shape = [1, 1, 2, 1], ZeroPoint = 5 }, [1, 2], FlexBlock.Dense, null, 3);
        shares.Select(s => s.Zero).ShouldBe([0, 0, 0, 2, 2, 2, 2, 2]);
        Measure(conv, Input with { Shape = [1, 1, 2, 1] }, [1, 2], FlexBlock.Dense, null, 1).Select(s => s.Zero).ShouldBe([4, 4, 6, 6, 6, 6, 6, 6], "two of six are 1, two are 2, two are padding");
    }

    [Fact]
    public void A_profile_is_written_and_read_again()
    {
        using var directory = new TemporaryDirectory();
        var layers = ImmutableSortedDictionary<string, ImmutableArray<BitShare>>.Empty.Add("/a/Conv", [new BitShare(1, 3), new BitShare(0, 7)]).Add("*", [new BitShare(5, 5)]);
        var profile = new InputProfile("three ünits", layers);
        profile.Save(directory["p.npz"]);
        var again = InputProfile.Load(directory["p.npz"]);
        again.Source.ShouldBe("three ünits");
        again.Of("/a/Conv").ShouldBe(profile.Of("/a/Conv"));
        again.Of("other").ShouldBe([new BitShare(5, 5)]);
    }

    [Fact]
    public void Shares_that_are_none_are_refused()
    {
        using var directory = new TemporaryDirectory();
        foreach (var array in new[] { Cimarron.Inference.Arrays.NpyArray.Of([1L, 2, 3, 4], 4), Cimarron.Inference.Arrays.NpyArray.Of([3L, 2], 1, 2), Cimarron.Inference.Arrays.NpyArray.Of([0L, 0], 1, 2), Cimarron.Inference.Arrays.NpyArray.Of([-1L, 2], 1, 2), Cimarron.Inference.Arrays.NpyArray.Of([0.5f, 1], 1, 2) })
        {
            Cimarron.Inference.Arrays.NpzFile.Write(directory["p.npz"], new Dictionary<string, Cimarron.Inference.Arrays.NpyArray> { ["a"] = array });
            Should.Throw<DiagnosticException>(() => InputProfile.Load(directory["p.npz"])).Diagnostics.Single().Code.ShouldBe("CIM0914");
        }
    }

    [Fact]
    public void Large_counts_keep_their_share()
    {
        var share = InputProfile.Share(3L << 40, 4L << 40);
        ((double)share.Zero / share.Total).ShouldBe(0.75, 1e-6);
        share.Total.ShouldBeLessThanOrEqualTo(1 << 30);
    }

    private static IReadOnlyList<BitShare> Measure(QuantizedMatrix matrix, QuantizedTensor input, byte[] bytes, FlexBlock pattern, LayerMask? mask, int height)
    {
        var graph = new QuantizedGraph { Name = "g", ModelHash = "", Tensors = [input], Nodes = [matrix], Inputs = [], Outputs = [] };
        var masks = mask is null ? [] : new Dictionary<string, (LayerMask, Compression)> { ["m"] = (mask, pattern.Compression) };
        var meter = new ProfileMeter(graph, masks, height);
        meter.Add(input, bytes);
        meter.EndSample();
        return meter.Profile("test").Of("m")!;
    }

    private static QuantizedMatrix Product(int reduction) => new() { Name = "m", Input = "x", Output = "y", Rows = 2, Reduction = reduction, Columns = 3 };
}
