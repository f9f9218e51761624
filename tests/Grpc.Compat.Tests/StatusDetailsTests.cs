using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcStatus = Grpc.Core.Status;

namespace Grpc.Compat.Tests;

/// <summary>
/// <c>google.rpc</c> details travel in the trailer <c>grpc-status-details-bin</c>. Field 1 of ErrorInfo is called Type in this
/// version of the package and Reason in later ones; on the wire they are the same.
/// </summary>
public sealed class StatusDetailsTests
{
    [Fact]
    public async Task Details_OfAFailure_ArriveUnchanged()
    {
        var sent = CreateDetails(violations: 3);
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) => throw new RpcException(
                new GrpcStatus((StatusCode)sent.Code, sent.Message),
                new Metadata { { "grpc-status-details-bin", sent.ToByteArray() } }),
        });
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());
        var received = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin"));

        Assert.Equal(sent, received);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("ROOM_NOT_APPROVED", received.Details[0].Unpack<ErrorInfo>().Type);
        Assert.Equal(3, received.Details[1].Unpack<BadRequest>().FieldViolations.Count);
    }

    [Fact]
    public async Task Details_OfManyViolations_ArriveUnchanged()
    {
        var sent = CreateDetails(violations: 60);
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, _) =>
            {
                await responses.WriteAsync(new TestReply());
                throw new RpcException(
                    new GrpcStatus(StatusCode.InvalidArgument, "many"),
                    new Metadata { { "grpc-status-details-bin", sent.ToByteArray() } });
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());
        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(sent, Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")));
    }

    private static Google.Rpc.Status CreateDetails(int violations)
    {
        var badRequest = new BadRequest();
        for (var i = 0; i < violations; i++)
        {
            badRequest.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = $"rooms[{i}]",
                Description = "방이 승인되지 않았습니다",
            });
        }

        return new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "요청이 올바르지 않습니다",
            Details =
            {
                Any.Pack(new ErrorInfo { Type = "ROOM_NOT_APPROVED", Domain = "domaeka", Metadata = { { "room", "1" } } }),
                Any.Pack(badRequest),
            },
        };
    }
}
