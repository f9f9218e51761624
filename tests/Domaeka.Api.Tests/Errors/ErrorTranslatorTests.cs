using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Errors;

public sealed class ErrorTranslatorTests : IDisposable
{
    private readonly TestLog _log = new();
    private readonly LoggerFactory _loggers;

    public ErrorTranslatorTests() => _loggers = new LoggerFactory([_log]);

    public static TheoryData<Exception> Partings => [new OperationCanceledException(), new IOException("The client reset the request stream.")];

    public void Dispose() => _loggers.Dispose();

    [Theory]
    [MemberData(nameof(Partings))]
    public void Translate_CallHasEnded_IsCancelledAndNoFailure(Exception exception)
    {
        Assert.Equal(StatusCode.Cancelled, Translate(exception, new CancellationToken(canceled: true)));
        Assert.Empty(_log.Entries);
    }

    [Theory]
    [MemberData(nameof(Partings))]
    public void Translate_CallGoesOn_IsAFailureOfTheServer(Exception exception)
    {
        Assert.Equal(StatusCode.Internal, Translate(exception, CancellationToken.None));
        Assert.Contains(exception.Message, Assert.Single(_log.Entries).Text, StringComparison.Ordinal);
    }

    private StatusCode Translate(Exception exception, CancellationToken callEnded) =>
        new ErrorTranslator(_loggers.CreateLogger<ErrorTranslator>()).Translate(exception, "/a.Service/Method", callEnded).StatusCode;
}
