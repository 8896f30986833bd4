import Core
import Experiment
import Testing

@Suite struct SpeedForecastTests {
    private func forecast(
        sampleMicroseconds: Double, samples: Int, mode: TrialSpecification.Mode, trials: Int = 1,
        bytes: Int = 0
    ) -> SpeedForecast {
        SpeedForecast(
            work: WorkCost(
                sampleSeconds: sampleMicroseconds * 1e-6, chunkSeconds: 0, applySeconds: 0,
                push: PushSize(fixedBytes: bytes), snapshotBytes: bytes),
            link: LinkCost(roundTripSeconds: 1e-4, bytesPerSecond: 1e9), mode: mode, samples: samples,
            trials: trials)
    }

    private static let alone = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)
    private static let four = TrialSpecification.Mode.async(workers: 4, maximumStaleness: nil, damping: 0)

    private func isAbout(_ value: Double, _ expected: Double) -> Bool {
        abs(value - expected) < 1e-9 * expected
    }

    /// 900 µs of computing and 100 µs of waiting.
    @Test func oneWorkerLosesTheRoundTrip() {
        let forecast = forecast(sampleMicroseconds: 9, samples: 100, mode: SpeedForecastTests.alone)
        #expect(isAbout(forecast.speedUp(workers: 1), 0.9))
        #expect(isAbout(forecast.updatesPerSecond(workers: 1), 1_000))
        #expect(isAbout(forecast.speedUp(workers: 8), 0.9), "one trial takes one worker")
        #expect(forecast.isOneCoreFaster)
    }

    @Test func trialsRunBesideEachOther() {
        let forecast = forecast(
            sampleMicroseconds: 9, samples: 100, mode: SpeedForecastTests.alone, trials: 3)
        #expect(isAbout(forecast.speedUp(workers: 2), 1.8))
        #expect(isAbout(forecast.speedUp(workers: 4), 2.7))
        #expect(!forecast.isOneCoreFaster)
    }

    /// Four workers ask 40,000 times a second if they only wait; the server takes 25 µs for each.
    @Test func theServerIsTheLimitOfSmallWork() {
        let forecast = forecast(sampleMicroseconds: 0.001, samples: 1, mode: SpeedForecastTests.four)
        #expect(forecast.updatesPerSecond(workers: 8) <= 40_000)
        #expect(forecast.isOneCoreFaster)
    }

    /// Each of four workers takes three others' megabytes in, or one snapshot.
    @Test func othersUpdatesCostNoMoreThanASnapshot() {
        let forecast = forecast(
            sampleMicroseconds: 79, samples: 100, mode: SpeedForecastTests.four, bytes: 1_000_000)
        // 7.9 ms of computing, 0.1 ms round trip, 1 ms push, 1 ms snapshot.
        #expect(isAbout(forecast.updatesPerSecond(workers: 4), 400))
    }

    /// A lease that may be one version old stands beside one other.
    @Test func theBoundOfStalenessLimitsTheWorkers() {
        let bounded = TrialSpecification.Mode.async(workers: 4, maximumStaleness: 1, damping: 0)
        #expect(
            isAbout(forecast(sampleMicroseconds: 9, samples: 100, mode: bounded).speedUp(workers: 4), 1.8))
    }

    /// Three workers need two turns for a round of four.
    @Test func aRoundWaitsForTheLast() {
        let forecast = forecast(sampleMicroseconds: 9, samples: 100, mode: .average(round: 4))
        #expect(isAbout(forecast.speedUp(workers: 4), 3.6))
        #expect(isAbout(forecast.speedUp(workers: 3), 1.8))
    }
}
