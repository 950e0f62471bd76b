// SPDX-License-Identifier: GPL-2.0
#include "matrix/explain/align.h"

#include <algorithm>
#include <map>

namespace matrix::explain {

namespace {

// The fronts of so many take 64 MB.
constexpr int most_differences = 4000;

using Calls = std::vector<Call>;

bool same(const Call &a, const Call &b) { return a.depth == b.depth && a.function == b.function; }

// Which of the two steps on next: both, a alone, b alone.
enum class Move { both, only_a, only_b };

// Of Myers' greedy algorithm: how far each diagonal got with so many differences.
struct Front {
	std::vector<int> far; // diagonal k at k + offset
	int offset = 0;

	[[nodiscard]] int at(int k) const { return far[static_cast<std::size_t>(k + offset)]; }
	int &at(int k) { return far[static_cast<std::size_t>(k + offset)]; }
};

bool goes_down(const Front &front, int k, int d) { return k == -d || (k != d && front.at(k - 1) < front.at(k + 1)); }

// The fronts before each number of differences; empty when there are too many.
std::vector<Front> search(const Calls &a, const Calls &b)
{
	const int n = static_cast<int>(a.size());
	const int m = static_cast<int>(b.size());
	std::vector<Front> trail;
	Front front{.far = std::vector<int>(3, 0), .offset = 1};

	for (int d = 0; d <= std::min(n + m, most_differences); ++d) {
		// Room for the diagonals of this round and their neighbours.
		Front wider{.far = std::vector<int>(static_cast<std::size_t>(2 * d + 3), 0), .offset = d + 1};
		std::copy(front.far.begin(), front.far.end(), wider.far.begin() + (wider.offset - front.offset));
		front = std::move(wider);
		trail.push_back(front);
		for (int k = -d; k <= d; k += 2) {
			int x = goes_down(front, k, d) ? front.at(k + 1) : front.at(k - 1) + 1;
			while (x < n && x - k < m && same(a[static_cast<std::size_t>(x)], b[static_cast<std::size_t>(x - k)]))
				++x;
			front.at(k) = x;
			if (x >= n && x - k >= m)
				return trail;
		}
	}
	return {};
}

std::vector<Move> moves_of(const std::vector<Front> &trail, int x, int y)
{
	std::vector<Move> moves;

	for (int d = static_cast<int>(trail.size()) - 1; d >= 0; --d) {
		const Front &front = trail[static_cast<std::size_t>(d)];
		const int k = x - y;
		const bool down = goes_down(front, k, d);
		const int from_x = front.at(down ? k + 1 : k - 1);
		const int from_y = from_x - (down ? k + 1 : k - 1);
		for (; x > from_x && y > from_y; --x, --y)
			moves.push_back(Move::both);
		if (d == 0)
			break;
		moves.push_back(down ? Move::only_b : Move::only_a);
		x = from_x;
		y = from_y;
	}
	std::reverse(moves.begin(), moves.end());
	return moves;
}

std::vector<Move> one_after_the_other(std::size_t a, std::size_t b)
{
	std::vector<Move> moves(a, Move::only_a);

	moves.insert(moves.end(), b, Move::only_b);
	return moves;
}

} // namespace

std::vector<Row> align(const Calls &a, const Calls &b)
{
	const std::vector<Front> trail = search(a, b);
	const std::vector<Move> moves =
		trail.empty() ? one_after_the_other(a.size(), b.size()) : moves_of(trail, static_cast<int>(a.size()), static_cast<int>(b.size()));
	std::vector<Row> rows;
	std::size_t x = 0;
	std::size_t y = 0;

	for (const Move move : moves) {
		const Call &call = move == Move::only_b ? b[y] : a[x];
		Row row{.function = call.function, .depth = call.depth, .a = {}, .b = {}};
		if (move != Move::only_b)
			row.a = a[x++].self;
		if (move != Move::only_a)
			row.b = b[y++].self;
		rows.push_back(std::move(row));
	}
	return rows;
}

std::vector<Row> by_function(const std::vector<Row> &rows)
{
	std::map<std::string, Row> sums;
	std::vector<Row> list;

	for (const Row &row : rows) {
		Row &sum = sums.try_emplace(row.function, Row{.function = row.function, .depth = 0, .a = {}, .b = {}}).first->second;
		if (row.a)
			sum.a = sum.a.value_or(0) + *row.a;
		if (row.b)
			sum.b = sum.b.value_or(0) + *row.b;
	}
	for (auto &[name, sum] : sums)
		list.push_back(std::move(sum));
	std::stable_sort(list.begin(), list.end(), [](const Row &x, const Row &y) { return std::abs(x.difference()) > std::abs(y.difference()); });
	return list;
}

} // namespace matrix::explain
