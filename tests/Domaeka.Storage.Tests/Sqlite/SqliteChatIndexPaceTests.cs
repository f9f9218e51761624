using Domaeka.Storage.Sqlite;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteChatIndexPaceTests
{
    private readonly SqliteChatIndexPace _pace = new();

    [Fact]
    public void Note_TakesLong_TakesHalfAsManyDownToTheFewest()
    {
        _pace.Note(_pace.Rows, SqliteChatIndexPace.Patience * 2);
        Assert.Equal(SqliteChatIndexPace.MostRows / 2, _pace.Rows);

        for (var i = 0; i < 10; i++)
            _pace.Note(_pace.Rows, SqliteChatIndexPace.Patience * 2);
        Assert.Equal(SqliteChatIndexPace.FewestRows, _pace.Rows);
    }

    [Fact]
    public void Note_TakesLongSinceThereWereManyMore_StaysAsItIs()
    {
        _pace.Note(_pace.Rows * 8, SqliteChatIndexPace.Patience * 4);

        Assert.Equal(SqliteChatIndexPace.MostRows, _pace.Rows);
    }

    [Fact]
    public void Note_TakesNoTime_TakesTwiceAsManyUpToTheMost()
    {
        for (var i = 0; i < 3; i++)
            _pace.Note(_pace.Rows, SqliteChatIndexPace.Patience * 2);

        for (var i = 0; i < 5; i++)
            _pace.Note(_pace.Rows, TimeSpan.Zero);

        Assert.Equal(SqliteChatIndexPace.MostRows, _pace.Rows);
    }
}
