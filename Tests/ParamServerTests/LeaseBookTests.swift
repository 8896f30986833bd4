import Core
import ParamServer
import Protocol
import Testing

@Suite struct LeaseBookTests {
    private let one = SessionID(1)
    private let two = SessionID(2)

    private func take(_ book: inout LeaseBook, _ session: SessionID, _ committed: ChunkSet) -> Int? {
        guard let chunk = book.nextChunk(in: 0..<committed.capacity, committed: committed) else { return nil }
        book.grant(.chunk(phase: 1, chunk: chunk), to: session, base: 0, now: 0)
        return chunk
    }

    @Test func chunksAreGivenInOrderEachOnce() {
        var book = LeaseBook()
        let committed = ChunkSet(capacity: 3)
        #expect((0..<4).map { _ in take(&book, one, committed) } == [0, 1, 2, nil])
    }

    @Test func whatCameBackGoesFirstLowestFirst() {
        var book = LeaseBook()
        let committed = ChunkSet(capacity: 5)
        #expect(take(&book, one, committed) == 0)
        #expect(take(&book, two, committed) == 1)
        #expect(take(&book, one, committed) == 2)
        book.release(one)
        #expect(book.holders.map(\.session) == [two])
        #expect((0..<4).map { _ in take(&book, two, committed) } == [0, 2, 3, 4])
    }

    @Test func aCommittedChunkIsNotGivenAgain() {
        var book = LeaseBook()
        var committed = ChunkSet(capacity: 3)
        #expect(take(&book, one, committed) == 0)
        book.release(one)
        committed.insert(0)  // its late push came after all
        committed.insert(1)
        #expect(take(&book, two, committed) == 2)
        book.settle(.chunk(phase: 1, chunk: 2))
        #expect(book.leases(of: two).isEmpty)
    }

    @Test func onlyChunksOfTheRangeAreGiven() {
        var book = LeaseBook()
        let committed = ChunkSet(capacity: 4)
        #expect(take(&book, one, committed) == 0)
        #expect(take(&book, one, committed) == 1)
        #expect(book.nextChunk(in: 0..<2, committed: committed) == nil)
        #expect(book.nextChunk(in: 2..<4, committed: committed) == 2)
    }
}
