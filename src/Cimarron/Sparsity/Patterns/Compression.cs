namespace Cimarron.Sparsity.Patterns;

/// <summary>How the weights that stay are packed onto arrays.</summary>
public enum Compression
{
    /// <summary>Not at all: zeros are stored.</summary>
    None,

    /// <summary>Upward, within strips of columns that share their rows.</summary>
    Rows,

    /// <summary>Leftward, within bands of rows.</summary>
    Columns,
}
