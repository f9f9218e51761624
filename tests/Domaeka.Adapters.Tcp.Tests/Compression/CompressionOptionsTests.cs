using System.IO.Compression;
using Domaeka.Adapters.Tcp.Compression;

namespace Domaeka.Adapters.Tcp.Tests.Compression;

public sealed class CompressionOptionsTests
{
    [Fact]
    public void Validate_DefaultsAndBounds_AreValid()
    {
        var validator = new CompressionOptionsValidator();

        Assert.True(validator.Validate(null, new CompressionOptions()).Succeeded);
        Assert.True(validator.Validate(null, new CompressionOptions { MinimumLineBytes = 1_024, MinimumSaving = 0, Level = CompressionLevel.Fastest }).Succeeded);
        Assert.True(validator.Validate(null, new CompressionOptions { MinimumLineBytes = 64 * 1024 * 1024, MinimumSaving = 0.9 }).Succeeded);
    }

    [Fact]
    public void Validate_EverythingWrong_NamesEverythingAtOnce()
    {
        var result = new CompressionOptionsValidator().Validate(null, new CompressionOptions
        {
            MinimumLineBytes = 1_023,
            MinimumSaving = double.NaN,
            Level = CompressionLevel.NoCompression,
        });

        Assert.Equal(
            [
                "Compression:MinimumLineBytes must be 1024 to 67108864, but is 1023.",
                "Compression:MinimumSaving must be 0 to 0.9, but is NaN.",
                "Compression:Level must be Fastest, Optimal or SmallestSize, but is NoCompression.",
            ],
            result.Failures);
    }
}
