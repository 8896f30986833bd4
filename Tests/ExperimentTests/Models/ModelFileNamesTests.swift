import Experiment
import Testing

@Suite struct ModelFileNamesTests {
    @Test func groupsBecomeNamesThatDoNotCollide() {
        let names = ModelFileNames.names(of: ["IGND", "ignd", "a/b c=1", "a-b c=1", "..", "", "-x"])
        #expect(
            names.map { $0.dropLast(".safetensors".count) } == [
                "IGND", "ignd-2", "a-b-c=1", "a-b-c=1-2", "model..", "model", "model-x",
            ])
    }
}
