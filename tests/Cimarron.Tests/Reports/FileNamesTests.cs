using Cimarron.Reports;

namespace Cimarron.Tests.Reports;

public sealed class FileNamesTests
{
    [Fact]
    public void Names_become_safe_and_stay_distinct()
    {
        FileNames.For(["conv1", "CONV1", "a/b", "a:b", "../../etc/passwd", "..", "", "é\n", "layer1.0.c1", new string('x', 300)]).ShouldBe(
            ["conv1", "CONV1-2", "a_b", "a_b-2", "_.._etc_passwd", "layer", "layer-2", "__", "layer1.0.c1", new string('x', 100)]);
    }

    [Fact]
    public void A_numbered_name_does_not_meet_a_given_one()
    {
        FileNames.For(["a", "a-2", "a"]).ShouldBe(["a", "a-2", "a-3"]);
    }
}
