import ParamServer
import Testing

@Suite struct IdleWatchTests {
    @Test func itIsSaidAtDoublingIntervalsAndEndsAtLast() {
        var watch = IdleWatch(timeoutMilliseconds: 600_000)
        var notes: [Int] = []
        for time in stride(from: 0, through: 600_000, by: 1_000) {
            if watch.note(isAlone: true, now: time) != nil { notes.append(time / 1_000) }
            #expect(!watch.isOver(now: time))
        }
        #expect(notes == [60, 120, 240, 480])
        #expect(watch.isOver(now: 600_001))
    }

    @Test func aWorkerThatComesBeginsItAnew() {
        var watch = IdleWatch(timeoutMilliseconds: 100)
        _ = watch.note(isAlone: true, now: 0)
        _ = watch.note(isAlone: false, now: 90)
        _ = watch.note(isAlone: true, now: 95)
        #expect(!watch.isOver(now: 150) && watch.isOver(now: 200))
    }
}
