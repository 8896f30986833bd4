/// The plants of the LQR experiments, continuous-time models of COMPleib.
extension PlantDescription {
    package static let builtIn: [String: PlantDescription] = ["uav": .uav, "bdt": .bdt]

    /// COMPleib AC1: linearised vertical-plane dynamics of an aircraft (Hung & MacFarlane 1982). States: height
    /// error, forward speed, pitch angle, pitch rate, vertical speed.
    package static let uav = PlantDescription(
        transition: [
            [0, 0, 1.132, 0, -1],
            [0, -0.0538, -0.1712, 0, 0.0705],
            [0, 0, 0, 1, 0],
            [0, 0.0485, 0, -0.8556, -1.013],
            [0, -0.2909, 0, 1.0532, -0.6859],
        ],
        input: [
            [0, 0, 0],
            [-0.12, 1, 0],
            [0, 0, 0],
            [4.419, 0, -1.665],
            [1.575, 0, -0.0732],
        ],
        noiseInput: [
            [0.03593, 0, 0.01672],
            [0, 0.00989, 0],
            [0, -0.07548, 0],
            [0, 0, 0.05635],
            [0.00145, 0, 0.06743],
        ],
        timing: .continuous(period: 0.1))

    /// COMPleib BDT1: a binary distillation tower (Davison 1990).
    package static let bdt = PlantDescription(
        transition: [
            [-0.014, 0.0043, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0.0095, -0.0138, 0.0046, 0, 0, 0, 0, 0, 0, 0, 0.0005],
            [0, 0.0095, -0.0141, 0.0063, 0, 0, 0, 0, 0, 0, 0.0002],
            [0, 0, 0.0095, -0.0158, 0.011, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0.0095, -0.0312, 0.015, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0.0202, -0.0352, 0.022, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0.0202, -0.0422, 0.028, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0.0202, -0.0482, 0.037, 0, 0.0002],
            [0, 0, 0, 0, 0, 0, 0, 0.0202, -0.0572, 0.042, 0.0005],
            [0, 0, 0, 0, 0, 0, 0, 0, 0.0202, -0.0483, 0.0005],
            [0.0255, 0, 0, 0, 0, 0, 0, 0, 0, 0.0255, -0.0185],
        ],
        input: [
            [0, 0, 0],
            [5e-06, -4e-05, 0.0025],
            [2e-06, -2e-05, 0.005],
            [1e-06, -1e-05, 0.005],
            [0, 0, 0.005],
            [0, 0, 0.005],
            [-5e-06, 1e-05, 0.005],
            [-1e-05, 3e-05, 0.005],
            [-4e-05, 5e-06, 0.0025],
            [-2e-05, 2e-06, 0.0025],
            [0.00046, 0.00046, 0],
        ],
        noiseInput: [
            [0],
            [0],
            [0],
            [0],
            [0.01],
            [0],
            [0],
            [0],
            [0],
            [0],
            [0],
        ],
        timing: .continuous(period: 0.1))
}
