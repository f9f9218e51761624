namespace Domaeka.Core.Chat;

/// <summary>The stored chat log (<c>kb_chat_logs</c>).</summary>
public interface IChatLogStore
{
    /// <summary>Appends all the entries in one transaction: when it returns they survive a crash, when it throws none was stored.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Try again later.</exception>
    /// <exception cref="Storage.StorageRejectedException">At least one entry cannot be stored, ever.</exception>
    Task AppendAsync(IReadOnlyList<ChatLogEntry> entries, CancellationToken cancellationToken);

    /// <summary>The newest entries of a room, newest first.</summary>
    /// <param name="room">Bot and channel.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Storage.StorageUnavailableException">Try again later.</exception>
    Task<IReadOnlyList<ChatLogEntry>> ListNewestAsync(Rooms.RoomKey room, int limit, CancellationToken cancellationToken);

    /// <summary>A page of lines, newest first.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Try again later.</exception>
    Task<ChatLogPage> ListAsync(ChatLogQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes lines of a room whose <see cref="ChatLogEntry.ServerTimestamp"/> is before <paramref name="before"/>, oldest first. The newest
    /// line of the whole log stays, however old, so that no number is ever given out twice.
    /// </summary>
    /// <param name="room">Bot and channel.</param>
    /// <param name="before">Lines from this time on stay.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were deleted; fewer than <paramref name="limit"/> when no more of them are left.</returns>
    /// <exception cref="Storage.StorageUnavailableException">Nothing was deleted; try again later.</exception>
    Task<int> PurgeAsync(Rooms.RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
