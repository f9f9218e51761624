using Domaeka.Api.Errors;
using Domaeka.TestKit;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Domaeka.Api.Tests.Support;

/// <summary>What a failed call must look like from outside.</summary>
internal static class RpcAssert
{
    /// <summary>The call fails with this status and reason, told alike in the status and in its details.</summary>
    public static async Task<RpcException> FailsAsync<T>(StatusCode code, string reason, AsyncUnaryCall<T> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());
        Assert.Equal(code, exception.StatusCode);
        Assert.Equal((int)code, DetailsOf(exception).Code);
        var info = Detail<ErrorInfo>(exception);
        Assert.Equal(reason, info.Reason);
        Assert.Equal("domaeka", info.Domain);
        return exception;
    }

    /// <summary>The call is refused for exactly these fields.</summary>
    public static async Task<IReadOnlyList<BadRequest.Types.FieldViolation>> ViolatesAsync<T>(AsyncUnaryCall<T> call, params string[] fields)
    {
        var exception = await FailsAsync(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, call);
        var violations = Detail<BadRequest>(exception).FieldViolations;
        Assert.Equal(fields.Order(), violations.Select(violation => violation.Field).Order());
        Assert.All(violations, violation => Assert.NotEmpty(violation.Description));
        return violations;
    }

    /// <summary>The detail of this type.</summary>
    public static T Detail<T>(RpcException exception)
        where T : IMessage, new()
    {
        var prototype = new T();
        var packed = Assert.Single(DetailsOf(exception).Details, detail => detail.Is(prototype.Descriptor));
        return (T)prototype.Descriptor.Parser.ParseFrom(packed.Value);
    }

    private static RpcStatus DetailsOf(RpcException exception)
    {
        var bytes = exception.Trailers.GetValueBytes(RpcErrors.DetailsTrailer);
        Assert.NotNull(bytes);
        return RpcStatus.Parser.ParseFrom(bytes);
    }
}
