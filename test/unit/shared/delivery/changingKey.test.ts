import { changingPart } from '../../../../nodes/shared/delivery/changingKey';

describe('changingPart', () => {
	it.each([
		'{{ $execution.id }}',
		'{{ $json.member + "-" + $execution.id }}',
		'{{ Math.random() }}',
		'{{ crypto.randomUUID() }}',
		'{{ Date.now() }}',
		'{{ $now }}',
		'{{ $now.toISO() }}',
		'{{ $now.toMillis() }}',
		'{{ $now.plus({ days: 1 }).toISO() }}',
		'{{ $now.hour }}',
		"{{ $now.toFormat('yyyy-MM-dd HH:mm') }}",
		"{{ $now.startOf('hour').toISO() }}",
		'{{ new Date().toISOString() }}',
		'{{ DateTime.now().toSeconds() }}',
		'{{ `${$json.member}-${$now}` }}',
		'{{ $now.toFormat("HH:mm") }}',
		'{{ $now.toFormat(`HH`) }}',
		'{{ $now.toISO().slice(0, 19) }}',
		'{{ $now + $json.day }}',
		// Unknown methods and properties, which only resemble known ones.
		'{{ $now.valueOf().day }}',
		'{{ $now.plusOne({ days: 1 }).day }}',
		'{{ $now.today }}',
		'{{ $now.days }}',
		"{{ $now.restartOf('day') }}",
		"{{ $now.startOfX('day') }}",
		"{{ $now.formatX('yyyy') }}",
		'{{ $now.toISOTime().slice(0, 5) }}',
		'{{ $now.intoISO().slice(0, 10) }}',
		'{{ $now.toISO().trim().slice(0, 10) }}',
		"{{ $now.toISO().trim().split('T')[0] }}",
	])('finds a part that changes in every run: %s', (part) => {
		expect(changingPart(`={{ $json.member }}-${part}`)).toBe(part);
	});

	it.each([
		'{{ $today.toISO() }}',
		'{{ $now.toISODate() }}',
		"{{ $now.toFormat('yyyy-MM') }}",
		'{{ $now.toFormat("yyyy-MM-dd") }}',
		`{{ $now.toFormat("'month' yyyy-MM") }}`,
		"{{ $now.setZone('Europe/Istanbul').toFormat('dd.MM.yyyy') }}",
		"{{ $now.plus({ days: 3 }).startOf('month').toISO() }}",
		"{{ $now.format('yyyy-MM') }}",
		'{{ $now.month }}',
		'{{ $now.year + "-" + $now.weekNumber }}',
		'{{ new Date().toISOString().slice(0, 10) }}',
		"{{ new Date().toISOString().split('T')[0] }}",
		'{{ new Date().getFullYear() }}',
		'{{ new Date($json.day).toISOString() }}',
		'{{ $json.invoiceNumber }}',
		'{{ $now.toISO().slice(0,7) }}',
		'{{ $now.endOfMonth }}',
		'{{ $now.endOfMonth() }}',
		'{{ $now.toFormat(format) }}',
		"{{ $now.toFormat(format + 'HH') }}",
	])('accepts a day, a month or a field: %s', (part) => {
		expect(changingPart(`={{ $json.member }}-${part}`)).toBeUndefined();
	});

	it.each([['{{ $execution.id }}'], [7], [null], ['=INV-1']])('finds nothing in %p', (raw) => {
		expect(changingPart(raw)).toBeUndefined();
	});
});
