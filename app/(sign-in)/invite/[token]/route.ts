/** For links of earlier versions, whose token was in the path. Now it is behind the #, which no server logs. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  return new Response(null, { status: 303, headers: { location: `/invite#${encodeURIComponent(token)}` } });
}
