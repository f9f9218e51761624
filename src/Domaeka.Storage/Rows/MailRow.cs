using System.Data.Common;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_mail</c> becomes a <see cref="Mail"/>.</summary>
internal static class MailRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "id, kind, from_instance, bot_name, channel_id, message_seq, argument";

    public static Mail Read(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Kind = StoredWords<MailKind>.Read(reader.Text(1), MailKind.Unknown),
        From = reader.GetInt64(2),
        Room = reader.Text(3) is { } bot ? new RoomKey(bot, reader.Text(4) ?? "") : null,
        MessageSequence = reader.IsDBNull(5) ? 0 : reader.GetInt64(5),
        Argument = reader.Text(6),
    };
}
