using System.IO.Compression;
using System.Text;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Inference;

public sealed class NpzFileTests
{
    [Fact]
    public void What_is_written_is_read_and_the_bytes_are_the_same_every_time()
    {
        using var directory = new TemporaryDirectory();
        var arrays = new Dictionary<string, NpyArray>
        {
            ["f"] = NpyArray.Of([1.5f, -2, float.NaN], 3),
            ["b"] = NpyArray.Of((byte[])[1, 255], 2, 1),
            ["s"] = NpyArray.Of((sbyte[])[-128], []),
            ["i"] = NpyArray.Of((int[])[int.MinValue, 7], 1, 2),
            ["l"] = NpyArray.Of((long[])[long.MaxValue], 1),
            ["empty"] = NpyArray.Of((float[])[], 0, 4),
        };
        foreach (var (type, i) in Enum.GetValues<ElementType>().Select((t, i) => (t, i)))
        {
            arrays[$"type{i}"] = new NpyArray(type, [2], new byte[2 * NpyArray.Of(new float[1], 1).Count * Size(type)]);
        }

        NpzFile.Write(directory["a.npz"], arrays);
        NpzFile.Write(directory["b.npz"], NpzFile.Read(directory["a.npz"]));

        var read = NpzFile.Read(directory["a.npz"]);
        read.Keys.ShouldBe(arrays.Keys, ignoreOrder: true);
        foreach (var (name, array) in arrays)
        {
            read[name].Type.ShouldBe(array.Type);
            read[name].Shape.ShouldBe(array.Shape);
            read[name].Bytes.ToArray().ShouldBe(array.Bytes.ToArray());
        }

        File.ReadAllBytes(directory["b.npz"]).ShouldBe(File.ReadAllBytes(directory["a.npz"]));
    }

    [Fact]
    public void The_digits_are_read()
    {
        var digits = Digits.Load();

        digits.Count.ShouldBe(1000);
        digits.Labels.Take(5).ShouldAllBe(l => l >= 0 && l <= 9);
        digits.Labels.Distinct().Count().ShouldBe(10);
    }

    [Theory]
    [InlineData("<i2", false, new byte[] { 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0 }, new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(">i2", false, new byte[] { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6 }, new long[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("<u2", true, new byte[] { 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 255, 255 }, new long[] { 1, 2, 3, 4, 5, 65535 })]
    [InlineData("|b1", false, new byte[] { 0, 1, 1, 0, 0, 1 }, new long[] { 0, 1, 1, 0, 0, 1 })]
    [InlineData("<f2", false, new byte[] { 0, 0x3C, 0, 0x40, 0, 0x42, 0, 0x44, 0, 0x45, 0, 0xC6 }, new long[] { 1, 2, 3, 4, 5, -6 })]
    public void Orders_and_types_of_numpy_are_understood(string type, bool isFortran, byte[] data, long[] expected)
    {
        foreach (var version in (int[])[1, 2, 3])
        {
            foreach (var level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.SmallestSize])
            {
                using var directory = new TemporaryDirectory();
                Zip(directory["x.npz"], ("a.npy", Npy($"{{'descr': '{type}', 'fortran_order': {isFortran}, 'shape': (2, 3), }}", data, version)), level);

                NpzFile.Read(directory["x.npz"])["a"].ToIntegers().ShouldBe(expected);
                NpzFile.Read(directory["x.npz"])["a"].ToFloats().ShouldBe(expected.Select(v => (float)v));
            }
        }
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "element type")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "single quoted name")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "needs 8 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999, 999999999, 999999999, 999999999), }", "needs")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "dimension '-1'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 1}", "tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}", "fortran_order")]
    [InlineData("{'fortran_order': False, 'shape': (1,)}", "'descr'")]
    [InlineData("", "'descr'")]
    public void A_header_that_is_wrong_is_explained(string header, string expected)
    {
        using var directory = new TemporaryDirectory();
        Zip(directory["x.npz"], ("a.npy", Npy(header, new byte[4], 1)), CompressionLevel.NoCompression);

        var error = Should.Throw<DiagnosticException>(() => NpzFile.Read(directory["x.npz"])).Diagnostics.Single();

        error.Code.ShouldBe("CIM0823");
        error.Message.ShouldContain(expected);
        error.Field.ShouldBe("array 'a.npy'");
    }

    [Fact]
    public void Files_that_are_no_archives_of_arrays_are_refused()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("text.npz", "not a zip");
        Zip(directory["other.npz"], ("readme.txt", [1]), CompressionLevel.NoCompression);
        Zip(directory["magic.npz"], ("a.npy", "no magic here"u8.ToArray()), CompressionLevel.NoCompression);
        Zip(directory["short.npz"], ("a.npy", "\x93"u8.ToArray()), CompressionLevel.NoCompression);

        Code(directory["missing.npz"]).ShouldBe("CIM0821");
        Code(directory.Path).ShouldBe("CIM0821");
        Code(directory["text.npz"]).ShouldBe("CIM0822");
        Code(directory["other.npz"]).ShouldBe("CIM0823");
        Code(directory["magic.npz"]).ShouldBe("CIM0823");
        Code(directory["short.npz"]).ShouldBe("CIM0823");
    }

    [Fact]
    public void Sizes_that_the_file_cannot_hold_are_refused_before_they_are_read()
    {
        using var directory = new TemporaryDirectory();
        Zip(directory["x.npz"], ("a.npy", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000,), }", new byte[1000], 1)), CompressionLevel.SmallestSize);
        var bytes = File.ReadAllBytes(directory["x.npz"]);

        // The uncompressed size in the central directory, 24 bytes behind its signature.
        var at = bytes.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 24), 0x7FFFFFF0);
        File.WriteAllBytes(directory["x.npz"], bytes);

        Code(directory["x.npz"]).ShouldBe("CIM0824");
    }

    [Fact]
    public void Damaged_files_give_diagnostics_and_never_anything_else()
    {
        using var directory = new TemporaryDirectory();
        NpzFile.Write(directory["x.npz"], new Dictionary<string, NpyArray> { ["a"] = NpyArray.Of(new float[50], 50), ["b"] = NpyArray.Of(new byte[9], 3, 3) });
        var good = File.ReadAllBytes(directory["x.npz"]);
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var bad = (byte[])good.Clone();
            for (var n = 0; n <= i % 4; n++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(directory["y.npz"], i % 5 == 0 ? bad[..random.Next(bad.Length)] : bad);
            try
            {
                NpzFile.Read(directory["y.npz"]);
            }
            catch (DiagnosticException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(100);
    }

    private static int Size(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 => 2,
        _ => 1,
    };

    private static string Code(string path) => Should.Throw<DiagnosticException>(() => NpzFile.Read(path)).Diagnostics.Single().Code;

    private static byte[] Npy(string header, byte[] data, int version)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    private static void Zip(string path, (string Name, byte[] Content) entry, CompressionLevel level)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using var stream = archive.CreateEntry(entry.Name, level).Open();
        stream.Write(entry.Content);
    }
}
