using Cimarron.Mappings;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.Mappings;

public sealed class MappingPrinterTests
{
    private const int Widest = 120;

    [Theory]
    [InlineData(0, "mapping-buffers.txt")] // double buffering at three levels, anchors
    [InlineData(427, "mapping-resnet.txt")] // a strided layer of ResNet-18
    public void Reference_vectors_print_as_kept(int vector, string golden) =>
        GoldenFile.ShouldMatch(MappingPrinter.Print(ReferenceVector.All[vector].Mapping, ReferenceVector.All[vector].Chip), golden);

    [Fact]
    public void Preload_surplus_and_overflow_print_as_kept()
    {
        var mapping = new Mapping
        {
            Layer = new Layer { Name = "stem", R = 3, P = 7, K = 20, H = 15, StrideHeight = 2, DilationHeight = 2 },
            Spatial = [new SpatialLoop(TestChips.Columns, Dim.K, 16)],
            Temporal =
            [
                new TemporalLoop(Dim.K, 2, TestChips.GlobalBuffer, 0, TestChips.OutputBuffer),
                new TemporalLoop(Dim.P, 7, TestChips.InputBuffer, TestChips.Macro, TestChips.OutputBuffer),
                new TemporalLoop(Dim.R, 3, TestChips.IReg, TestChips.Macro, TestChips.OReg),
            ],
        };

        GoldenFile.ShouldMatch(MappingPrinter.Print(mapping, TestChips.Default), "mapping-preload.txt");
    }

    [Fact]
    public void No_line_is_wider_than_120_columns()
    {
        var printed = new RandomMappings(seed: 11).Legal().Take(2_000).Concat(ReferenceVector.All.Select(vector => (vector.Chip, vector.Mapping)));
        foreach (var (chip, mapping) in printed)
        {
            foreach (var line in MappingPrinter.Print(mapping, chip).Split('\n'))
            {
                line.Length.ShouldBeLessThanOrEqualTo(Widest, line);
            }
        }
    }
}
