/// Least squares of a model that is not linear, by Levenberg's and Marquardt's method.
///
/// Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", J. SIAM 11 (1963), with forward
/// differences. It draws no random numbers: the same start gives the same end.
public enum LevenbergMarquardt {
    public struct Minimum: Hashable, Sendable {
        public let parameters: [Double]
        /// The sum of squared residuals.
        public let sum: Double
    }

    /// Goes downhill from a start until a step no longer helps.
    ///
    /// - Parameters:
    ///   - start: the parameters to begin with.
    ///   - steps: the most steps that are taken.
    ///   - residuals: as many numbers whatever the parameters are.
    public static func minimise(
        from start: [Double],
        steps: Int = 300,
        residuals: ([Double]) -> [Double]
    ) -> Minimum {
        var parameters = start
        var values = residuals(parameters)
        var sum = squared(values)
        var damping = 1e-3
        for _ in 0..<steps {
            let (normal, gradient) = normalEquations(parameters, values, residuals)
            var improved = false
            while !improved && damping < 1e12 {
                var matrix = normal
                for index in matrix.indices { matrix[index][index] += damping * max(normal[index][index], 1e-12) }
                guard let step = solve(matrix, gradient) else {
                    damping *= 10
                    continue
                }
                let candidate = zip(parameters, step).map { $0 - $1 }
                let candidateValues = residuals(candidate)
                let candidateSum = squared(candidateValues)
                if candidateSum < sum {
                    let gain = (sum - candidateSum) / sum
                    (parameters, values, sum, improved) = (candidate, candidateValues, candidateSum, true)
                    damping = max(damping / 10, 1e-12)
                    if gain < 1e-10 { return Minimum(parameters: parameters, sum: sum) }
                } else {
                    damping *= 10
                }
            }
            if !improved { break }
        }
        return Minimum(parameters: parameters, sum: sum)
    }

    private static func squared(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

    /// The product of the Jacobian with itself, and with the residuals.
    private static func normalEquations(
        _ parameters: [Double],
        _ values: [Double],
        _ residuals: ([Double]) -> [Double]
    ) -> ([[Double]], [Double]) {
        let columns = parameters.indices.map { index in
            var moved = parameters
            let step = 1e-6 * max(abs(moved[index]), 1e-3)
            moved[index] += step
            return zip(residuals(moved), values).map { ($0 - $1) / step }
        }
        let normal = columns.map { left in
            columns.map { right in zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        return (normal, columns.map { zip($0, values).reduce(0) { $0 + $1.0 * $1.1 } })
    }

    /// Gauss' elimination with row pivots; `nil` for a singular matrix.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var (rows, values) = (matrix, right)
        let count = rows.count
        for column in 0..<count {
            guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-300
            else { return nil }
            rows.swapAt(column, pivot)
            values.swapAt(column, pivot)
            for row in column + 1..<count {
                let factor = rows[row][column] / rows[column][column]
                for place in column..<count { rows[row][place] -= factor * rows[column][place] }
                values[row] -= factor * values[column]
            }
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            for place in row + 1..<count { values[row] -= rows[row][place] * values[place] }
            values[row] /= rows[row][row]
        }
        return values.allSatisfy(\.isFinite) ? values : nil
    }
}
