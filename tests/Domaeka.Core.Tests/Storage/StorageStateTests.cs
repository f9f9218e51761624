using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Storage;

public sealed class StorageStateTests
{
    private readonly StorageState _state = new();

    [Fact]
    public void IsAvailable_ReadSucceedsWhileWritesFail_IsFalse()
    {
        _state.ReportWrite(available: false);
        _state.ReportRead(available: true);

        Assert.False(_state.IsAvailable);
    }

    [Fact]
    public void IsAvailable_ReadsFail_IsFalseUntilTheySucceed()
    {
        _state.ReportRead(available: false);
        _state.ReportWrite(available: true);
        Assert.False(_state.IsAvailable);

        _state.ReportRead(available: true);
        Assert.True(_state.IsAvailable);
    }

    [Fact]
    public void ReportWrite_FirstSuccessAfterAFailure_TellsTheChange()
    {
        Assert.False(_state.ReportWrite(available: true));
        Assert.True(_state.ReportWrite(available: false));
        _state.ReportRead(available: true);

        // A read in between must not use up the news that the log is written again.
        Assert.True(_state.ReportWrite(available: true));
    }
}
