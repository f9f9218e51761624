using System.Globalization;
using Domaeka.Api.Errors;
using Domaeka.Api.Mapping;
using Domaeka.Api.Messages;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.V1;
using Google.Rpc;
using Grpc.Core;
using CoreSchedule = Domaeka.Core.Scheduling.Schedule;
using CoreStatus = Domaeka.Core.Scheduling.ScheduleStatus;
using ProtoSchedule = Domaeka.V1.Schedule;

namespace Domaeka.Api.Schedules;

/// <summary>Serves <see cref="ScheduleService"/>: reads come from the store, changes go through the manager.</summary>
internal sealed class ScheduleEndpoint(IScheduleStore store, IScheduleManager manager, IRoomDirectory rooms)
    : ScheduleService.ScheduleServiceBase
{
    private const int DefaultOccurrences = 10;

    /// <inheritdoc/>
    public override async Task<CreateScheduleResponse> CreateSchedule(CreateScheduleRequest request, ServerCallContext context)
    {
        var schedule = request.Schedule.ToCore();
        var (requestId, hash) = request.RequestId.Length == 0 ? (null, null) : (request.RequestId, ScheduleRequests.Hash(request));

        // A request that is repeated gets its first answer, though its time may be over by now.
        var isOver = manager.NextRun(schedule) is null;
        if (requestId is null || request.ValidateOnly)
            RequireFuture(isOver);
        await RequireRoomAsync(schedule.Room, context);
        if (request.ValidateOnly)
            return new CreateScheduleResponse { Schedule = ToProto(schedule) };

        var result = isOver
            ? await manager.FindCreatedAsync(requestId!, hash!, context.CancellationToken)
            : await manager.CreateAsync(schedule, requestId, hash, context.CancellationToken);
        RequireFuture(isOver && !result.IsRepeated);
        return result.Schedule is { } stored
            ? new CreateScheduleResponse { Schedule = ToProto(stored) }
            : throw RpcErrors.ForSend(schedule.Room, SendFailure.RequestIdReused);
    }

    /// <inheritdoc/>
    public override async Task<GetScheduleResponse> GetSchedule(GetScheduleRequest request, ServerCallContext context) =>
        new() { Schedule = ToProto(await FindAsync(request.Name, context)) };

    /// <inheritdoc/>
    public override async Task<ListSchedulesResponse> ListSchedules(ListSchedulesRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var room = request.Room.Length == 0 ? default : ResourceNames.ParseRoom(request.Room);
        var rows = await store.ListAsync(
            new ScheduleQuery
            {
                BotName = room.BotName ?? (request.Bot.Length == 0 ? null : request.Bot),
                ChannelId = room.ChannelId,
                Status = request.Status.ToFilter(),
                AfterId = ReadToken(request.PageToken, filter) ?? 0,
                Limit = PageSize.ToLimit(size),
            },
            context.CancellationToken);

        var (page, more) = PageSize.Cut(rows, size);
        var response = new ListSchedulesResponse { Schedules = { page.Select(ToProto) } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Id.ToString(CultureInfo.InvariantCulture)]);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<UpdateScheduleResponse> UpdateSchedule(UpdateScheduleRequest request, ServerCallContext context)
    {
        var update = request.ToUpdate();
        if (update.Timing is { } timing)
            RequireFuture(manager.NextRun(new CoreSchedule { Room = default, Timing = timing }) is null);
        if (update.Room is { } room)
            await RequireRoomAsync(room, context);

        var schedule = request.ValidateOnly || update == new ScheduleUpdate()
            ? await FindAsync(request.Schedule.Name, context)
            : await ChangeAsync(request.Schedule.Name, update, context);
        return new UpdateScheduleResponse { Schedule = ToProto(schedule) };
    }

    /// <inheritdoc/>
    public override async Task<DeleteScheduleResponse> DeleteSchedule(DeleteScheduleRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ParseSchedule(request.Name);
        return await manager.DeleteAsync(id, context.CancellationToken) ? new DeleteScheduleResponse() : throw RpcErrors.ScheduleNotFound(id);
    }

    /// <inheritdoc/>
    public override async Task<PauseScheduleResponse> PauseSchedule(PauseScheduleRequest request, ServerCallContext context)
    {
        var schedule = await FindAsync(request.Name, context);
        if (schedule.Status is not (CoreStatus.Active or CoreStatus.Inactive))
            throw RpcErrors.ForSchedule(schedule.Id, ErrorReasons.ScheduleNotActive, "The schedule is not active.");
        if (schedule.Status == CoreStatus.Active)
            schedule = await ChangeAsync(request.Name, new ScheduleUpdate { Status = CoreStatus.Inactive }, context);
        return new PauseScheduleResponse { Schedule = ToProto(schedule) };
    }

    /// <inheritdoc/>
    public override async Task<ResumeScheduleResponse> ResumeSchedule(ResumeScheduleRequest request, ServerCallContext context)
    {
        var schedule = await FindAsync(request.Name, context);
        if (manager.NextRun(schedule with { Status = CoreStatus.Active }) is null)
            throw RpcErrors.ForSchedule(schedule.Id, ErrorReasons.ScheduleOver, "The schedule has no occurrence to come.");
        if (schedule.Status != CoreStatus.Active)
            schedule = await ChangeAsync(request.Name, new ScheduleUpdate { Status = CoreStatus.Active }, context);
        return new ResumeScheduleResponse { Schedule = ToProto(schedule) };
    }

    /// <inheritdoc/>
    public override async Task<RunScheduleResponse> RunSchedule(RunScheduleRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ParseSchedule(request.Name);
        var result = await manager.RunAsync(id, request.RequestId.Length == 0 ? null : request.RequestId, context.CancellationToken);
        if (result.Schedule is not { } schedule)
            throw RpcErrors.ScheduleNotFound(id);
        if (result.Content is { } content)
            throw RpcErrors.ForSchedule(id, ErrorReasons.ScheduleNotSendable, "The schedule's content cannot be sent.", content.Problem);
        return result.Message is { } message
            ? new RunScheduleResponse { Message = message.Header.ToProto() }
            : throw RpcErrors.ForSend(schedule.Room, result.Failure);
    }

    /// <inheritdoc/>
    public override async Task<PreviewScheduleResponse> PreviewSchedule(PreviewScheduleRequest request, ServerCallContext context)
    {
        var schedule = request.TargetCase == PreviewScheduleRequest.TargetOneofCase.Name
            ? await FindAsync(request.Name, context)
            : request.Schedule.ToCore();
        var preview = await manager.PreviewAsync(schedule, request.Count == 0 ? DefaultOccurrences : request.Count, context.CancellationToken);
        return new PreviewScheduleResponse
        {
            OccurrenceTimes = { preview.Occurrences.Select(time => time.ToProto()) },
            Parts = { (preview.Content.Parts ?? []).Select(MessageContent.ToProto) },
            Problem = preview.Content.Problem ?? "",
            MissingValues = { preview.Content.MissingNames },
        };
    }

    /// <inheritdoc/>
    public override async Task<ListScheduleRunsResponse> ListScheduleRuns(ListScheduleRunsRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var id = ResourceNames.ParseSchedule(request.Name);
        var rows = await store.ListRunsAsync(
            id, ReadToken(request.PageToken, filter) ?? long.MaxValue, PageSize.ToLimit(size), context.CancellationToken);
        if (rows.Count == 0)
            await FindAsync(request.Name, context);

        var (page, more) = PageSize.Cut(rows, size);
        var response = new ListScheduleRunsResponse { Runs = { page.Select(ScheduleMapping.ToProto) } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Id.ToString(CultureInfo.InvariantCulture)]);
        return response;
    }

    private static long? ReadToken(string token, string[] filter) =>
        PageToken.TryRead(token, filter, ListFilters.ScheduleKeyParts, out var position)
        && long.TryParse(position[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    private static void RequireFuture(bool isOver)
    {
        if (isOver)
        {
            throw RpcErrors.InvalidRequest(
                [new BadRequest.Types.FieldViolation { Field = "schedule.recurrence", Description = "has no occurrence to come" }]);
        }
    }

    private async Task RequireRoomAsync(RoomKey room, ServerCallContext context)
    {
        if (await rooms.FindStoredAsync(room, context.CancellationToken) is null)
            throw RpcErrors.RoomNotFound(room);
    }

    private ProtoSchedule ToProto(CoreSchedule schedule) => schedule.ToProto(manager.NextRun(schedule));

    private async Task<CoreSchedule> FindAsync(string name, ServerCallContext context)
    {
        var id = ResourceNames.ParseSchedule(name);
        return await store.FindAsync(id, context.CancellationToken) ?? throw RpcErrors.ScheduleNotFound(id);
    }

    private async Task<CoreSchedule> ChangeAsync(string name, ScheduleUpdate update, ServerCallContext context)
    {
        var id = ResourceNames.ParseSchedule(name);
        return await manager.UpdateAsync(id, update, context.CancellationToken) ?? throw RpcErrors.ScheduleNotFound(id);
    }
}
