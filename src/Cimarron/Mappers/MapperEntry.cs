namespace Cimarron.Mappers;

/// <summary>A mapper of the library.</summary>
/// <param name="Name">Name on the command line and in results.</param>
/// <param name="Description">What it does, one sentence.</param>
/// <param name="Options">Its options for the help, e.g. <c>limit=6</c>; empty when there are none.</param>
/// <param name="Create">Makes one with the given settings; it reads every option it knows.</param>
public sealed record MapperEntry(string Name, string Description, string Options, Func<MapperSettings, ILayerMapper> Create);
