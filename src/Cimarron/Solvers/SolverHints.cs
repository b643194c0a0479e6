namespace Cimarron.Solvers;

/// <summary>How to get each solver.</summary>
internal static class SolverHints
{
    /// <summary>For CBC.</summary>
    public const string Cbc = "install it: apt-get install coinor-cbc coinor-libcbc3 (Debian, Ubuntu), brew install cbc (macOS), or conda install -c conda-forge coin-or-cbc";

    /// <summary>For HiGHS.</summary>
    public const string Highs = "install the highs executable (https://highs.dev), or node (≥ 18) and the npm package: ./cimarron solvers --install highs";
}
