namespace Cimarron.Solvers;

/// <summary>How to get each solver.</summary>
internal static class SolverHints
{
    /// <summary>For CBC.</summary>
    public const string Cbc = "install it: apt-get install coinor-cbc coinor-libcbc3 (Debian, Ubuntu), brew install cbc (macOS), or conda install -c conda-forge coin-or-cbc";

    /// <summary>For HiGHS.</summary>
    public const string Highs = "put a highs executable (https://highs.dev) on PATH, or install node (18 or newer) and, in the directory of cimarron: npm install --prefix .tools highs@1.15.3";
}
