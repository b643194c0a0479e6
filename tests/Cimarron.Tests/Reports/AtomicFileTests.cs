using Cimarron.Reports;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Reports;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_appears_and_is_replaced()
    {
        using var directory = new TemporaryDirectory();

        AtomicFile.Write(directory["f"], w => w.Write("one"));
        AtomicFile.Write(directory["f"], w => w.Write("two"));

        File.ReadAllText(directory["f"]).ShouldBe("two");
        directory.Files().ShouldBe(["f"]);
    }

    [Fact]
    public void While_it_is_written_the_old_content_stays()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("f", "old");

        AtomicFile.Write(directory["f"], w =>
        {
            w.Write("new");
            w.Flush();
            File.ReadAllText(directory["f"]).ShouldBe("old");
        });

        File.ReadAllText(directory["f"]).ShouldBe("new");
    }

    [Fact]
    public void A_full_disk_leaves_the_old_content_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("f", "old");

        var found = Should.Throw<DiagnosticException>(() => AtomicFile.Write(directory["f"], w =>
        {
            w.Write("half of the");
            throw new IOException("No space left on device");
        }));

        found.ExitCode.ShouldBe(ExitCode.BadInput);
        found.Diagnostics.ShouldHaveSingleItem().File.ShouldBe(directory["f"]);
        File.ReadAllText(directory["f"]).ShouldBe("old");
        directory.Files().ShouldBe(["f"]);
    }

    [Fact]
    public void A_defect_while_writing_leaves_nothing_behind_either()
    {
        using var directory = new TemporaryDirectory();

        Should.Throw<InvalidOperationException>(() => AtomicFile.Write(directory["f"], _ => throw new InvalidOperationException()));

        directory.Files().ShouldBeEmpty();
    }

    [Fact]
    public void Tidying_while_a_file_is_written_leaves_it_alone()
    {
        using var directory = new TemporaryDirectory();

        AtomicFile.Write(directory["f"], w =>
        {
            w.Write("new");
            AtomicFile.RemoveStale(directory.Path);
            directory.Files().ShouldHaveSingleItem().ShouldEndWith(".tmp");
        });

        File.ReadAllText(directory["f"]).ShouldBe("new");
    }

    [Theory]
    [InlineData("file/below")]
    [InlineData("missing/f")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Impossible_places_are_diagnostics(string name)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("file", "x");
        var path = name.Length == 0 ? "" : directory[name];

        Should.Throw<DiagnosticException>(() => AtomicFile.Write(path, w => w.Write("x"))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0110");

        directory.Files().ShouldBe(["file"]);
    }

    [Fact]
    public void A_directory_is_created_with_its_parents_and_left_empty()
    {
        using var directory = new TemporaryDirectory();

        AtomicFile.CreateDirectory(directory["a/b"]);

        Directory.Exists(directory["a/b"]).ShouldBeTrue();
        directory.Files().ShouldBeEmpty();
        directory.Write("file", "");
        Should.Throw<DiagnosticException>(() => AtomicFile.CreateDirectory(directory["file"])).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("CIM0110");
    }
}
